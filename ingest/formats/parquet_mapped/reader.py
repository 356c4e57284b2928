"""Reads a mapped Parquet file."""

import re

import duckdb

from ingest.read_task import Reading, ReadTask
from ingest.statement_tables.columns import MONEY
from ingest.statement_tables.lines import Table, write_statement
from tabular.csv_scan import raw_sql, without_globbing
from tabular.duckdb_errors import plain_text
from tabular.header import Header, require
from tabular.numbering import number_plainly
from tabular.session import open_session
from tabular.text import Field, text_field
from tieout.errors import InputError
from tieout.sql_text import identifier, literal

_FLOATS = ("FLOAT", "DOUBLE")
_NESTED = re.compile(r"STRUCT|MAP|LIST|\[|BLOB|UNION")


def read(task: ReadTask) -> Reading:
    """Read a mapped Parquet file.

    Raises:
        InputError: the whole file is refused: it is not Parquet, or a column is missing, its balances
            do not follow from its rows, or nothing says what its fees moved.
    """
    file = f"read_parquet({literal(without_globbing(task.path))})"
    with open_session(task.scratch, task.currencies) as connection:
        types = _column_types(connection, file)
        header = Header(",", tuple(types), 0)
        found = require(header, task.source.columns)
        fields = {ours: _field(task, ours, header, place, types) for ours, place in found.items()}
        columns = ", ".join(f"{identifier(name)} AS c{place}" for place, name in enumerate(types))
        table = Table(f"(SELECT {columns} FROM {file})", fields, raw_sql(header), number_plainly)
        return write_statement(connection, task, table)


def _column_types(connection: duckdb.DuckDBPyConnection, scan: str) -> dict[str, str]:
    try:
        return {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise InputError(f"is not a readable Parquet file: {plain_text(error)}") from None


def _field(task: ReadTask, ours: str, header: Header, place: int, types: dict[str, str]) -> Field:
    name, column = header.names[place], header.expression(place)
    kind = types[name]
    if _NESTED.search(kind):
        raise InputError(f"column '{name}' (mapped to {ours}) is {kind}: a value is expected")
    if kind == "VARCHAR":
        return text_field(column)
    if ours in MONEY and kind in _FLOATS:
        if task.source.rounding is None:
            raise InputError(
                f"column '{name}' (mapped to {ours}) is {kind}, and money is never a float:"
                " write it as a decimal, or set `rounding: half_even`"
            )
        return Field(f"coalesce(try_cast({column} AS DECIMAL(28, 9))::VARCHAR, {column}::VARCHAR)", typed=True)
    return Field(f"{column}::VARCHAR", typed=True)
