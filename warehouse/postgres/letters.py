"""What a letter is, and what its capital: DuckDB's answers, as functions of a build on PostgreSQL.

PostgreSQL's own answers differ by its version, its locale and the libraries that it was made with (`upper('é')` is 'é'
in the locale C). Matching compares capitals and cuts texts into words, so that both engines must read alike.
"""

from typing import Any

import duckdb
import psycopg
from psycopg import sql

_CHARACTERS = """
CREATE TEMP TABLE characters AS
SELECT code, chr(code::INTEGER) AS letter
FROM range(128, 262144) AS codes (code)  -- no letter stands beyond
WHERE code NOT BETWEEN 55296 AND 57343   -- halves of characters in UTF-16
"""
_CAPITALS = """
SELECT string_agg(letter, '' ORDER BY code), string_agg(upper(letter), '' ORDER BY code)
FROM characters WHERE upper(letter) <> letter
"""
_IN_WORDS = """
SELECT string_agg(chr(first::INTEGER) || '-' || chr(last::INTEGER), '' ORDER BY first)
FROM (
    SELECT min(code) AS first, max(code) AS last
    FROM (
        SELECT code, code - row_number() OVER (ORDER BY code) AS stretch
        FROM characters WHERE regexp_matches(letter, '[\\p{L}\\p{N}]')
    )
    GROUP BY stretch
)
"""
_FUNCTIONS = """
CREATE FUNCTION {schema}.capitals(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    CASE
        WHEN octet_length(given) = length(given) THEN upper(given COLLATE "C")
        ELSE translate(upper(given COLLATE "C"), {small}, {capital})
    END;
CREATE FUNCTION {schema}.plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    trim(
        CASE
            WHEN octet_length(given) = length(given)
                THEN regexp_replace(upper(given COLLATE "C"), '[^A-Z0-9]+', ' ', 'g')
            ELSE regexp_replace({schema}.capitals(given), {between_words}, ' ', 'g')
        END
    )
"""


def make_letters(connection: psycopg.Connection[Any], schema: str) -> None:
    """Make the functions `capitals` and `plain_words` in a build's schema; commits nothing."""
    with duckdb.connect() as reading:
        reading.execute(_CHARACTERS)
        ((small, capital),) = reading.execute(_CAPITALS).fetchall()
        ((in_words,),) = reading.execute(_IN_WORDS).fetchall()
    connection.execute(
        sql.SQL(_FUNCTIONS).format(
            schema=sql.Identifier(schema), small=small, capital=capital, between_words=f"[^A-Z0-9{in_words}]+"
        )
    )
