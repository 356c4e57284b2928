"""What the law costs: posting through it, against COPY of the same rows into tables of the same shape without it.

The bare tables have the same columns, keys, indexes and checks, but no triggers, no foreign keys and no events. Both
commit each batch.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.setup import open_books
from tieout.postgres import connect
from tieout.workspace import Workspace

BATCH = 1000
TENANT = "bench"
_CONFIG = "tenant: bench\nentities: [{id: bench, name: Bench, currency: EUR}]\n"
_BARE = """
CREATE SCHEMA bare;
CREATE TABLE bare.journals (LIKE ledger.journals INCLUDING ALL);
CREATE TABLE bare.lines (LIKE ledger.lines INCLUDING ALL);
"""
_JOURNALS = (
    "COPY bare.journals (tenant_id, journal_no, effective_date, journal_id, entity_id, base_currency, reference)"
    " FROM STDIN"
)
_LINES = "COPY bare.lines (tenant_id, journal_no, amount, base_amount, line_no, account_code, currency) FROM STDIN"


def run(bench: Bench) -> list[Figure]:
    """Two-line journals in batches of a thousand."""
    root = bench.folder / "ledger"
    root.mkdir()
    (root / "tieout.yml").write_text(_CONFIG, encoding="utf-8")
    workspace = Workspace.open(root)
    batches = [list(_requests(first)) for first in range(0, bench.journals, BATCH)]
    with connect(workspace) as connection:
        open_books(connection, workspace.config, workspace.root)
        connection.execute(_BARE)
        connection.commit()
        lawful = _seconds(batches, lambda batch: post(connection, TENANT, batch))
        bare = _seconds(batches, lambda batch: _copy(connection, batch))
    count = sum(map(len, batches))
    return [
        Figure("journals posted", count / lawful, "/s"),
        Figure("journals by bare COPY", count / bare, "/s"),
        Figure("posting, of bare COPY", ratio(lawful, bare), "×"),
    ]


def _requests(first: int) -> Iterator[JournalRequest]:
    for number in range(first, first + BATCH):
        amount = Decimal(100 + number % 9000).scaleb(-2)
        yield JournalRequest(
            journal_id=f"J-{number}",
            entity="bench",
            date=date(2026, 1, 1) + timedelta(days=number % 365),
            reference=f"R-{number}",
            lines=(LineRequest(account="1000", amount=amount), LineRequest(account="4000", amount=-amount)),
        )


def _seconds(batches: Sequence[list[JournalRequest]], write: Callable[[list[JournalRequest]], object]) -> float:
    began = time.monotonic()
    for batch in batches:
        write(batch)
    return time.monotonic() - began


def _copy(connection: psycopg.Connection[Any], batch: list[JournalRequest]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(_JOURNALS.encode()) as copy:
            for journal in batch:
                number = int(journal.journal_id[2:])
                copy.write_row((TENANT, number, journal.date, journal.journal_id, "bench", "EUR", journal.reference))
        with cursor.copy(_LINES.encode()) as copy:
            for journal in batch:
                number = int(journal.journal_id[2:])
                for line_no, line in enumerate(journal.lines, start=1):
                    minor = int(line.amount.scaleb(2))
                    copy.write_row((TENANT, number, minor, minor, line_no, line.account, "EUR"))
