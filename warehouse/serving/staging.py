"""A version's marts on their way to PostgreSQL: streamed by COPY into temporary tables, in constant memory.

DuckDB hands over one batch after another as Arrow, which becomes the CSV that COPY reads: text is quoted and null is
not, so that an empty text stays one. Decimals and times keep every digit. Published tables are not copied into
directly: COPY into a table with row-level security is refused to all but superusers.
"""

from pathlib import Path
from typing import Any

import duckdb
import psycopg
from psycopg import sql

from tieout.errors import InputError
from warehouse.serving.shape import Columns
from warehouse.streaming import csv_blocks

_COLUMNS = """
SELECT table_name, column_name, data_type FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'marts'
ORDER BY table_name, column_index
"""
_TYPES = {
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "HUGEINT": "numeric(39,0)",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}


def stage(connection: psycopg.Connection[Any], version: Path) -> str:
    """Copy every mart of the version into temporary tables of this connection.

    Returns:
        The schema they are in.

    Raises:
        InputError: the version has no marts.
    """
    copy_marts(connection, version, "pg_temp")
    with connection.transaction():
        row = connection.execute("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()").fetchone()
    if row is None:
        raise InputError(f"{version}: has no marts")
    return str(row[0])


def copy_marts(connection: psycopg.Connection[Any], version: Path, schema: str) -> None:
    """Make every mart of a DuckDB file a table of the schema, with all its rows, in one transaction."""
    with duckdb.connect(str(version), read_only=True) as marts, connection.transaction():
        marts.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET memory_limit = '1GB'")
        for mart, columns in _contract(marts).items():
            table = sql.Identifier(schema, mart)
            _create(connection, table, columns)
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
                for piece in csv_blocks(marts, "marts", mart):
                    copy.write(piece)


def _contract(marts: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    found: dict[str, Columns] = {}
    for mart, column, kind in marts.execute(_COLUMNS).fetchall():
        found.setdefault(mart, {})[column] = _type(mart, column, kind)
    return found


def _type(mart: str, column: str, kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "numeric")
    if kind not in _TYPES:
        raise InputError(f"mart {mart}: column {column} is {kind}, for which a published table has no type")
    return _TYPES[kind]


def _create(connection: psycopg.Connection[Any], table: sql.Identifier, columns: Columns) -> None:
    declared = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()]
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(declared)))
