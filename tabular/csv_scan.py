"""Reading a delimited file strictly, every value as text; rows that are not rows are set apart with their reason."""

import os
from pathlib import Path

import duckdb

from tabular.header import Header
from tabular.numbering import number_around_rejected, number_plainly
from tieout.sql_text import literal

_SHORT = "error_type = 'MISSING COLUMNS'"
_FOUND = "try_cast(regexp_extract(error_message, 'Found: ([0-9]+)', 1) AS INTEGER)"
_SLACK = 4  # a byte order mark, and counting from 0 or 1
MAX_LINE = 2_000_000  # bytes, DuckDB's own; its buffers, and so our memory, grow with it


def scan_sql(path: Path, header: Header, *, padded: bool = False) -> str:
    """The table function: one VARCHAR column `c0`, `c1`... per column of the header.

    `padded`: a row that ends early has no values in its last columns, in place of being no row.
    """
    short = ", null_padding=true, parallel=false" if padded else ""  # parallel, it takes no line end within quotes
    columns = ", ".join(f"c{position}: 'VARCHAR'" for position in range(len(header.names)))
    return (
        f"read_csv({literal(without_globbing(path))}, auto_detect=false, strict_mode=true, header=true,"
        f" skip={header.skip}, delim={literal(header.delimiter)}, quote='\"', escape='\"', nullstr='',"
        f" compression='none', max_line_size={MAX_LINE}, store_rejects=true{short}, columns={{{columns}}})"
    )


def raw_sql(header: Header) -> str:
    """The row as the file has it, its values joined by the delimiter."""
    glue = f" || {literal(header.delimiter)} || "
    return f"left({glue.join(_as_written(f'c{place}', header.delimiter) for place in range(len(header.names)))}, 4000)"


def _as_written(column: str, delimiter: str) -> str:
    text = f"coalesce({column}::VARCHAR, '')"
    return f"CASE WHEN contains({text}, {literal(delimiter)}) THEN '\"' || {text} || '\"' ELSE {text} END"


def number_rows(connection: duckdb.DuckDBPyConnection, header: Header) -> None:
    """Number the rows of `typed`, and set apart in `rejected` those that the scan could not take."""
    if store_rejected(connection, header):
        number_around_rejected(connection)
    else:
        number_plainly(connection)


def store_rejected(connection: duckdb.DuckDBPyConnection, header: Header) -> bool:
    """Set apart in `rejected` the rows that the scan could not take, if there are any; returns whether there are."""
    row = connection.execute("SELECT count(*) FROM reject_errors").fetchone()
    if row is None or row[0] == 0:
        return False
    expected = f"' fields, the header has {len(header.names)}'"
    connection.execute(
        f"""
        CREATE TABLE rejected AS
        SELECT (line - {header.skip + 1})::BIGINT AS line_no,
               CASE WHEN first(error_type) IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') THEN 'wrong_field_count'
                    ELSE 'bad_row' END AS reason_code,
               CASE WHEN first(error_type) = 'MISSING COLUMNS' THEN 'has ' || min({_FOUND}) || {expected}
                    WHEN first(error_type) = 'TOO MANY COLUMNS' THEN 'has ' || max({_FOUND}) || {expected}
                    WHEN first(error_type) = 'UNQUOTED VALUE' THEN 'has a quote that is not closed, or text after one'
                    WHEN first(error_type) = 'LINE SIZE OVER MAXIMUM' THEN 'is longer than {MAX_LINE} bytes'
                    ELSE lower(first(error_type)) END AS reason,
               left(ltrim(first(csv_line), chr(10) || chr(13)), 4000) AS raw
        FROM reject_errors GROUP BY line
        """
    )
    return True


def has_short_rows(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the scan, made to its end, met rows with fewer fields than the header."""
    return connection.execute(f"FROM reject_errors WHERE {_SHORT} LIMIT 1").fetchone() is not None


def cut_off(connection: duckdb.DuckDBPyConnection, path: Path, header: Header) -> tuple[str, str] | None:
    """Why the last row cannot stand, and its text, when the file ends in it: without a line end, with too few fields.

    Its last field may be the beginning of a longer one.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        if file.read(1) in (b"\n", b"\r"):
            return None
    row = connection.execute(
        f"SELECT min({_FOUND}), min(csv_line) FROM reject_errors WHERE {_SHORT}"
        f" AND line_byte_position + strlen(csv_line) >= {size - _SLACK}"
        " AND line = (SELECT max(line) FROM reject_errors)"
    ).fetchone()
    if row is None or row[0] is None:
        return None
    reason = f"has {row[0]} fields, the header has {len(header.names)}, and the file ends in the middle of it"
    return reason, row[1].lstrip("\r\n")


def forget_rejected(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the rows that a scan could not take, before another one."""
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")


def without_globbing(path: Path) -> str:
    """DuckDB expands `*`, `?` and `[` in a path; a bracket expression makes each of them mean itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
