"""Tables of a build's inputs: small ones made of Python's rows, larger ones copied from PostgreSQL."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import duckdb
import psycopg

Rows = Sequence[Sequence[object]]


class RawTable(Protocol):
    """What a room gives to a build: columns with their DuckDB types, and rows."""

    @property
    def columns(self) -> Mapping[str, str]: ...  # noqa: D102 - a table's columns

    @property
    def rows(self) -> Rows: ...  # noqa: D102 - and its rows


def store_rows(
    inputs: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Rows, *, schema: str = "raw"
) -> None:
    """Make the table `<schema>.<name>` of some rows, by way of JSON lines.

    Not by way of pyarrow or bound parameters: given Python lists, both import pandas, a second and more for nothing.
    """
    typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    inputs.execute(f"CREATE TABLE {schema}.{name} ({typed})")
    if not rows:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(dict(zip(columns, row, strict=True)), default=str) + "\n")
        lines.flush()
        kinds = ", ".join(f"{column}: '{kind}'" for column, kind in columns.items())
        inputs.execute(
            f"INSERT INTO {schema}.{name}"
            f" SELECT * FROM read_json('{lines.name}', format = 'newline_delimited', columns = {{{kinds}}})"
        )


class Query(NamedTuple):
    """A question to PostgreSQL: its text, and the values of its parameters."""

    text: str
    values: Mapping[str, object]


def store_query(
    inputs: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    connection: psycopg.Connection[Any],
    query: Query,
) -> None:
    """Make the table `raw.<name>` of what PostgreSQL answers, as a stream: it may be a row for every exception ever."""
    kinds = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    copying = f"COPY ({query.text}) TO STDOUT (FORMAT csv)".encode()
    with tempfile.NamedTemporaryFile("wb", suffix=".csv") as lines:
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(copying, query.values) as blocks:
            for block in blocks:
                lines.write(block)
        lines.flush()
        inputs.execute(
            f"CREATE TABLE raw.{name} AS"
            f" FROM read_csv('{lines.name}', header = false, columns = {{{kinds}}}, auto_detect = false, delim = ',',"
            " quote = '\"', escape = '\"')"
        )
