"""What a letter is, and what its capital: DuckDB's answers, as functions of a build on PostgreSQL.

PostgreSQL's own answers differ by its version, its locale and the libraries that it was made with (`upper('é')` is 'é'
in the locale C). Matching compares capitals and cuts texts into words, so that both engines must read alike.
"""

from itertools import pairwise
from typing import Any

import duckdb
import psycopg
from psycopg import sql

_CHARACTERS = """
SELECT letter, upper(letter) AS capital, regexp_matches(letter, '[\\p{L}\\p{N}]') AS in_word
FROM (SELECT code, chr(code::INTEGER) AS letter FROM range(128, 1114112) AS codes (code) WHERE code NOT BETWEEN 55296 AND 57343)
ORDER BY code
"""
"""Every character beyond ASCII; 55296 to 57343 are halves of characters in UTF-16 and none of their own."""

_FUNCTIONS = """
CREATE FUNCTION {schema}.capitals(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    CASE
        WHEN octet_length(given) = length(given) THEN upper(given COLLATE "C")
        ELSE translate(upper(given COLLATE "C"), {small}, {capital})
    END;
CREATE FUNCTION {schema}.plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    trim(
        CASE
            WHEN octet_length(given) = length(given) THEN regexp_replace(upper(given COLLATE "C"), '[^A-Z0-9]+', ' ', 'g')
            ELSE regexp_replace({schema}.capitals(given), {no_word}, ' ', 'g')
        END
    )
"""


def make_letters(connection: psycopg.Connection[Any], schema: str) -> None:
    """Make the functions `capitals` and `plain_words` in a build's schema; commits nothing."""
    with duckdb.connect() as reading:
        characters = reading.execute(_CHARACTERS).fetchall()
    changed = [(letter, capital) for letter, capital, _ in characters if letter != capital]
    ranges = _ranges([ord(letter) for letter, _, in_word in characters if in_word])
    no_word = "[^A-Z0-9" + "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + "]+"
    connection.execute(
        sql.SQL(_FUNCTIONS).format(
            schema=sql.Identifier(schema),
            small="".join(letter for letter, _ in changed),
            capital="".join(capital for _, capital in changed),
            no_word=no_word,
        )
    )


def _ranges(codes: list[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers, by their first and last."""
    ends = [(code, following) for code, following in pairwise(codes) if following != code + 1]
    firsts = [codes[0], *(following for _, following in ends)]
    lasts = [*(code for code, _ in ends), codes[-1]]
    return list(zip(firsts, lasts, strict=True))
