"""New lines of our own book, for the lake: found by transaction visibility, so that none is ever lost.

Numbers are given before transactions commit, and those commit in any order: reading `journal_no > last` would skip a
journal whose transaction was still running. A journal carries its transaction's id instead (`recorded_xid`), and
PostgreSQL says below which id every transaction has ended (`pg_snapshot_xmin`). An extraction takes what lies
between the last watermark and that bound: each journal in exactly one extraction, the late ones in the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
import pyarrow as pa
import pyarrow.csv

from ledger.copy_stream import CopyStream
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

_BLOCK_BYTES = 8 << 20
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)"

_TEXTS = ("reference", "description", "counterparty", "kind", "group_key", "reverses")

BOOK_LINE = pa.schema(
    [
        pa.field("line_no", pa.int64(), nullable=False),
        pa.field("journal_id", pa.string(), nullable=False),
        pa.field("line_ref", pa.string(), nullable=False),
        pa.field("effective_date", pa.date32(), nullable=False),
        pa.field("recorded_at", pa.timestamp("us", tz="UTC")),
        pa.field("account_code", pa.string(), nullable=False),
        pa.field("currency", pa.string(), nullable=False),
        pa.field("amount", pa.int64(), nullable=False),
        pa.field("base_currency", pa.string(), nullable=False),
        pa.field("base_amount", pa.int64()),
        *(pa.field(name, pa.string()) for name in _TEXTS),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("adjustment", pa.bool_()),
    ]
)
"""The columns of a book's lines in the lake; amounts in minor units, debit positive."""


class Watermark(NamedTuple):
    """All transactions below `xid` have ended and were extracted."""

    xid: int


class Extraction(NamedTuple):
    """The new lines as BOOK_LINE batches, to be read once inside the `with`, and where to go on next time."""

    batches: Iterator[pa.RecordBatch]
    watermark: Watermark


@contextmanager
def extract(connection: psycopg.Connection[Any], tenant: str, after: Watermark | None) -> Iterator[Extraction]:
    """A tenant's lines recorded since `after` (all, if None), in one read-only snapshot; memory stays constant.

    The caller commits the watermark together with what it wrote; lines of a lost attempt come again.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(_BY_INDEX)
        enter(connection, tenant)
        bound = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
        watermark = Watermark(int(bound[0]) if bound else 0)
        window = {"tenant": tenant, "from": str(after.xid if after else 0), "below": str(watermark.xid)}
        with connection.cursor() as cursor, cursor.copy(load_sql("ledger", "extract_lines"), window) as copy:
            yield Extraction(_batches(copy), watermark)


def _batches(copy: psycopg.Copy) -> Iterator[pa.RecordBatch]:
    wire = pa.schema([pa.field("recorded_at", pa.int64()) if f.name == "recorded_at" else f for f in BOOK_LINE])
    stream = CopyStream(copy)
    first = stream.read(1)
    if not first:
        return
    stream.push_back(first)
    reader = pa.csv.open_csv(
        stream,
        read_options=pa.csv.ReadOptions(column_names=wire.names, block_size=_BLOCK_BYTES, use_threads=False),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=wire,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
        ),
    )
    for batch in reader:
        yield pa.RecordBatch.from_arrays(
            [column.cast(field.type) for column, field in zip(batch.columns, BOOK_LINE, strict=True)], schema=BOOK_LINE
        )
