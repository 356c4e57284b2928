"""The copy of a build that Tieout itself reads: every mart of a PostgreSQL build as a table of a DuckDB file."""

import tempfile
from typing import Any

import duckdb
import psycopg
from psycopg import sql

from warehouse.serving.shape import Columns, relations

_TYPES = {
    "text": "VARCHAR",
    "bigint": "BIGINT",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp with time zone": "TIMESTAMPTZ",
}


def copy_marts(connection: psycopg.Connection[Any], built: str, marts: duckdb.DuckDBPyConnection) -> None:
    """Make schema `marts` of the file out of the schema `built`; commits the connection's reading."""
    marts.execute("SET TimeZone = 'UTC'; CREATE SCHEMA marts")
    with connection.transaction():
        for mart, columns in relations(connection, built).items():
            _copy(connection, sql.Identifier(built, mart), marts, mart, columns)


def _copy(
    connection: psycopg.Connection[Any],
    built: sql.Identifier,
    marts: duckdb.DuckDBPyConnection,
    mart: str,
    columns: Columns,
) -> None:
    kinds = ", ".join(f"'{column}': '{_type(kind)}'" for column, kind in columns.items())
    copying = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)").format(built)
    with tempfile.NamedTemporaryFile("wb", suffix=".csv") as rows:
        with connection.cursor() as cursor, cursor.copy(copying) as blocks:
            for block in blocks:
                rows.write(block)
        rows.flush()
        marts.execute(
            f'CREATE TABLE marts."{mart}" AS'
            f" FROM read_csv('{rows.name}', header = false, columns = {{{kinds}}}, auto_detect = false, delim = ',',"
            " quote = '\"', escape = '\"', allow_quoted_nulls = false, parallel = false)"
        )


def _type(kind: str) -> str:
    """DuckDB's name of a type; a type that a mart cannot have is a KeyError."""
    return kind.replace("numeric", "DECIMAL") if kind.startswith("numeric(") else _TYPES[kind]
