"""A DuckDB of its own for one file: bounded memory, spilling to the reading's scratch folder, rows in file order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tieout.money import Currencies
from tieout.sql_text import literal

MEMORY_LIMIT = "1GB"
_OPEN: set[duckdb.DuckDBPyConnection] = set()


@contextmanager
def open_session(scratch: Path, currencies: Currencies) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database that knows the currencies (see `scale_sql`) and an empty table of hints."""
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(scratch / "spill"),
            "preserve_insertion_order": True,
            "errors_as_json": True,  # see duckdb_errors
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    codes = ", ".join(literal(code) for code in sorted(currencies.by_code))
    connection.execute(f"CREATE TYPE known_currency AS ENUM ({codes})")
    connection.execute("CREATE TABLE hints (reason_code VARCHAR, word VARCHAR, hint VARCHAR)")
    _OPEN.add(connection)
    try:
        with connection:
            yield connection
    finally:
        _OPEN.discard(connection)


def interrupt_sessions() -> None:
    """Make every session's query end at once, with an error; for when nobody waits for it any more."""
    for connection in tuple(_OPEN):
        connection.interrupt()


def scale_sql(currencies: Currencies, column: str) -> str:
    """SQL of the decimals of the currency in `column`, NULL for an unknown one.

    An enumeration's code looks the scale up in a list: unlike a join, it cannot change the order of the rows.
    """
    scales = [currencies.by_code[code] for code in sorted(currencies.by_code)]
    return f"{scales}[enum_code(try_cast({column} AS known_currency)) + 1]"


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Add a few rows of reference data to a table (as literals: binding parameters would load pandas)."""
    values = ", ".join("(" + ", ".join(literal(value) for value in row) + ")" for row in rows)
    if values:
        connection.execute(f"INSERT INTO {table} VALUES {values}")


def copy_to(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    """Write the query's rows to a Parquet file; returns how many.

    Most texts of a line are its own: a dictionary of them is given up early, where it is not worth its making.
    """
    row = connection.execute(
        f"COPY ({query}) TO {literal(target)}"
        " (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 4096)"
    ).fetchone()
    return int(row[0]) if row else 0
