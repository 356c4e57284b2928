"""A build's inputs, from the DuckDB file that the loader made into PostgreSQL.

Every value keeps its exact type: a DECIMAL stays a numeric of the same scale. Text compares byte by byte on both
engines, whatever the locale of the database.
"""

from collections.abc import Iterator, Mapping
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


_LAKE = ("book_lines", "statement_lines", "logged_matches", "logged_match_items")
"""What models read of the version's schema `lake`; the rest of it is what its views are made of."""


_COLUMNS = """
SELECT
    CASE WHEN schema_name = 'lake' THEN 'published.lake' ELSE 'raw' END AS place,
    table_name,
    list(column_name ORDER BY column_index),
    list(data_type ORDER BY column_index)
FROM duckdb_columns()
WHERE
    (schema_name = 'raw' AND database_name = current_database())
    OR (schema_name = 'lake' AND database_name = 'published' AND table_name IN $lake)
GROUP BY ALL
ORDER BY ALL
"""


class _Table(NamedTuple):
    """A table or view of the inputs, and where it goes."""

    name: str
    schema: str
    target: sql.Identifier
    columns: dict[str, str]


def copy_inputs(inputs: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], schemas: BuildSchemas) -> None:
    """Make the schemas `raw` and `lake` of a build out of its DuckDB inputs; commits nothing."""
    for schema in (schemas.raw, schemas.lake):
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for table in _tables(inputs, {"raw": schemas.raw, "published.lake": schemas.lake}):
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in table.columns.items()
        )
        connection.execute(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table.target, columns))
        copying = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table.target)
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for block in csv_blocks(inputs, table.schema, table.name):
                copy.write(block)
        connection.execute(sql.SQL("ANALYZE {}").format(table.target))


def _tables(inputs: duckdb.DuckDBPyConnection, targets: Mapping[str, str]) -> Iterator[_Table]:
    found = inputs.execute(_COLUMNS, {"lake": list(_LAKE)}).fetchall()
    for schema, name, columns, kinds in found:
        typed = {column: _type(kind) for column, kind in zip(columns, kinds, strict=True)}
        yield _Table(name, schema, sql.Identifier(targets[schema], name), typed)


def _type(kind: str) -> str:
    """The exact type of PostgreSQL: a DECIMAL is written alike.

    Raises:
        TieoutError: PostgreSQL has no exact type for it.
    """
    if kind.startswith("DECIMAL"):
        return kind
    if kind not in _TYPES:
        raise TieoutError(f"an input of the build is a {kind}, for which PostgreSQL has no exact type here")
    return _TYPES[kind]
