"""A DuckDB database in a temporary folder: what a generator thinks with, thrown away when it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tieout.sql import load_sql
from tieout.sql_text import literal

MEMORY = "600MB"


@contextmanager
def scratch(seed: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables spill to disk beyond `MEMORY`, with the SQL variable `seed` set."""
    with TemporaryDirectory(prefix="tieout-sample-") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": 2,
            "temp_directory": f"{folder}/spill",
        }
        with duckdb.connect(f"{folder}/scratch.duckdb", config=settings) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET VARIABLE seed = ?::BIGINT", [seed])
            connection.execute(script("10_macros"))
            yield connection


def script(name: str) -> str:
    """The text of one SQL script of this package."""
    return load_sql("sample", name).decode()


def export(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str = "") -> None:
    """Write an ordered query's rows to a CSV file with a header, making the folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY ({query}) TO {literal(path)} (FORMAT csv, HEADER{options})")
