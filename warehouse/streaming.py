"""Rows of DuckDB on their way to PostgreSQL's COPY, in constant memory: Arrow batches become CSV, one after another.

Text is quoted and null is not, so that an empty text stays one. Decimals and times keep every digit.
"""

from collections.abc import Iterator

import duckdb

from tieout.sql_text import identifier

_BATCH_ROWS = 50_000


def csv_blocks(reading: duckdb.DuckDBPyConnection, schema: str, table: str) -> Iterator[bytes]:
    """A table or view as `COPY … FROM STDIN (FORMAT csv)` reads it, one batch at a time."""
    import pyarrow as pa  # noqa: PLC0415 - only who copies pays for it
    from pyarrow import csv  # noqa: PLC0415

    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    for batch in reading.execute(f"FROM {schema}.{identifier(table)}").to_arrow_reader(_BATCH_ROWS):
        block = pa.BufferOutputStream()
        csv.write_csv(batch, block, options)
        yield block.getvalue().to_pybytes()
