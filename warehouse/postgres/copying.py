"""A build's inputs, from the DuckDB file that the loader made into PostgreSQL.

Every value keeps its exact type: a DECIMAL stays a numeric of the same scale. Text compares byte by byte on both
engines, whatever the locale of the database.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb
import psycopg
from psycopg import sql

from tieout.errors import TieoutError
from warehouse.postgres.schemas import BuildSchemas
from warehouse.streaming import csv_blocks

_TYPES = {
    "VARCHAR": 'text COLLATE "C"',
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}


class _Table(NamedTuple):
    """A table or view of the inputs, and where it goes."""

    name: str
    target: sql.Identifier
    columns: dict[str, str]


def copy_inputs(inputs: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], schemas: BuildSchemas) -> None:
    """Make the schema `raw` of a build out of its DuckDB inputs; commits nothing."""
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schemas.raw)))
    for table in _tables(inputs, schemas.raw):
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in table.columns.items()
        )
        connection.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table.target, columns))
        copying = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table.target)
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for block in csv_blocks(inputs, "raw", table.name):
                copy.write(block)
        connection.execute(sql.SQL("ANALYZE {}").format(table.target))


def _tables(inputs: duckdb.DuckDBPyConnection, target: str) -> Iterator[_Table]:
    found = inputs.execute(
        "SELECT table_name, list(column_name ORDER BY ordinal_position), list(data_type ORDER BY ordinal_position)"
        " FROM information_schema.columns WHERE table_schema = 'raw' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for name, columns, kinds in found:
        typed = {column: _type(kind) for column, kind in zip(columns, kinds, strict=True)}
        yield _Table(name, sql.Identifier(target, name), typed)


def _type(kind: str) -> str:
    """The exact type of PostgreSQL: a DECIMAL is written alike."""
    if kind.startswith("DECIMAL"):
        return kind
    if kind not in _TYPES:
        raise TieoutError(f"an input of the build is a {kind}, for which PostgreSQL has no exact type here")
    return _TYPES[kind]
