"""From the scan to the lake in one pass, for a file in which every row stands."""

from pathlib import Path

import duckdb

from tabular.session import copy_to


def write_in_one_pass(connection: duckdb.DuckDBPyConnection, lines: str, target: Path) -> int | None:
    """Write the lines (see Rows.one_pass_sql) to `target`; returns how many.

    None when a row is refused, or the scan could not take one: nothing counts then of what was written.
    """
    try:
        written = copy_to(connection, lines, target)
    except duckdb.InvalidInputException:
        return None
    return written if _took_every_row(connection) else None


def _took_every_row(connection: duckdb.DuckDBPyConnection) -> bool:
    """A scan that cannot reject a row, such as Parquet's, has no table of those that it did."""
    there = connection.execute("FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchone()
    return there is None or connection.execute("FROM reject_errors LIMIT 1").fetchone() is None
