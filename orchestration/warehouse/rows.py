"""Small tables of a build's inputs, made of Python's rows."""

import json
import tempfile
from collections.abc import Mapping, Sequence

import duckdb

Rows = Sequence[Sequence[object]]


def store_rows(inputs: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Rows) -> None:
    """Make the table `raw.<name>` of some rows, by way of JSON lines.

    Not by way of pyarrow or bound parameters: given Python lists, both import pandas, a second and more for nothing.
    """
    typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    inputs.execute(f"CREATE TABLE raw.{name} ({typed})")
    if not rows:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(dict(zip(columns, row, strict=True)), default=str) + "\n")
        lines.flush()
        kinds = ", ".join(f"{column}: '{kind}'" for column, kind in columns.items())
        inputs.execute(
            f"INSERT INTO raw.{name}"
            f" SELECT * FROM read_json('{lines.name}', format = 'newline_delimited', columns = {{{kinds}}})"
        )
