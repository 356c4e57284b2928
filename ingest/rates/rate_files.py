"""Reading rate files: each line split at its commas, each value checked where it stands.

A format of rates (see `ingest.formats`) is a module with `NEEDED`, the columns that the header must have, and `QUOTES`:
SQL of path, line_no, day, base, quote, rate and source, all text, from `rows` (path, line_no, cells, header).
"""

from pathlib import Path
from typing import Protocol

import duckdb

from tabular.csv_scan import without_globbing
from tieout.errors import InputError
from tieout.formats import Format


class RateFormat(Protocol):
    """A module that declares a format of rates."""

    FORMAT: Format
    NEEDED: tuple[str, ...]
    QUOTES: str


_LINES = """
CREATE TEMP TABLE rate_lines AS
SELECT named.path, numbered.line_no,
       list_transform(
           string_split(ltrim(numbered.text, chr(65279)), ','), lambda cell: trim(cell, chr(13) || ' "')
       ) AS cells
FROM (
    SELECT filename, unnest(string_split(content, chr(10))) AS text,
           generate_subscripts(string_split(content, chr(10)), 1) AS line_no
    FROM read_text($globs)
) AS numbered
INNER JOIN (SELECT unnest($files) AS filename, unnest($names) AS path) AS named USING (filename)
WHERE trim(numbered.text, chr(13) || ' ') <> ''
"""

_WITH_HEADERS = """
rows AS (
    SELECT body.path, body.line_no, body.cells, list_transform(head.cells, lambda name: lower(name)) AS header
    FROM rate_lines AS body
    INNER JOIN rate_lines AS head ON head.path = body.path AND head.line_no = 1
    WHERE body.line_no > 1
)
"""

_CODE = "[A-Z0-9]{2,12}"
_MOST_DIGITS = 15


# Digits are limited so that an amount times two rates stays within the 38 digits that engines compute with exactly.
def _quotes_sql(form: RateFormat) -> str:
    return f"""
CREATE TEMP TABLE quotes AS
WITH {_WITH_HEADERS},
shaped AS ({form.QUOTES}),
typed AS (
    SELECT shaped.*, rows.cells, rows.header,
           CASE WHEN contains(rate, '.') THEN rtrim(rtrim(rate, '0'), '.') ELSE rate END AS plain
    FROM shaped INNER JOIN rows USING (path, line_no)
)
SELECT path, line_no, coalesce(try_cast(day AS DATE), try_strptime(day, '%d %B %Y')::DATE) AS date, base, quote, source,
       try_cast(replace(plain, '.', '') AS BIGINT) AS units,
       try_cast('1' || repeat('0', length(split_part(plain, '.', 2))) AS BIGINT) AS per,
       CASE WHEN len(cells) <> len(header) THEN 'has ' || len(cells) || ' values, the header has ' || len(header)
            WHEN date IS NULL THEN {_quoted("day")} || ' is not a date: write it as in 2026-09-01'
            WHEN NOT regexp_full_match(base, '{_CODE}') THEN {_quoted("base")} || ' is not a currency code'
            WHEN NOT regexp_full_match(quote, '{_CODE}') THEN {_quoted("quote")} || ' is not a currency code'
            WHEN base = quote THEN 'quotes ' || base || ' in itself'
            WHEN NOT regexp_full_match(rate, '[0-9]+([.][0-9]+)?') OR coalesce(units, 0) = 0
                OR length(replace(plain, '.', '')) > {_MOST_DIGITS}
                THEN {_quoted("rate")} || ' is not a rate: write a positive number of at most {_MOST_DIGITS} digits'
       END AS mistake
FROM typed
"""


def _quoted(column: str) -> str:
    return f"chr(39) || coalesce({column}, '') || chr(39)"


def store_quotes(connection: duckdb.DuckDBPyConnection, root: Path, paths: list[Path], form: RateFormat) -> None:
    """Make the table `quotes` of all rates in some files of one format.

    Raises:
        InputError: a file is not text, or a line is no rate; with file and line.
    """
    names = [str(path.relative_to(root)) for path in paths]
    try:
        connection.execute(
            _LINES,
            {
                "globs": [without_globbing(path) for path in paths],
                "files": [str(path) for path in paths],
                "names": names,
            },
        )
    except duckdb.Error as error:
        raise InputError(f"{', '.join(names)}: not readable as text: {str(error).splitlines()[0]}") from None
    _refuse_headers(connection, form)
    connection.execute(_quotes_sql(form))
    connection.execute("DROP TABLE rate_lines")
    found = connection.execute(
        "SELECT path, line_no, mistake FROM quotes WHERE mistake IS NOT NULL ORDER BY path, line_no LIMIT 1"
    ).fetchone()
    if found is not None:
        raise InputError(f"{found[0]}:{found[1]}: {found[2]}")


def _refuse_headers(connection: duckdb.DuckDBPyConnection, form: RateFormat) -> None:
    found = connection.execute(
        """
        SELECT path, list_filter($needed, lambda name: NOT list_contains(
                   list_transform(cells, lambda cell: lower(cell)), name)) AS missing
        FROM rate_lines
        WHERE line_no = 1 AND len(missing) > 0
        ORDER BY path
        """,
        {"needed": list(form.NEEDED)},
    ).fetchone()
    if found is not None:
        raise InputError(f"{found[0]}:1: the header has no column '{found[1][0]}': format {form.FORMAT.name} needs it")
