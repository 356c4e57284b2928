"""What proving the book costs: sealing and verifying it, against one plain reading of the same rows.

Plain reading counts and adds up events, journals and lines, and proves nothing. Verifying replays the events, compares
both ways, and recomputes every hash of the chain.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from ledger.posting import post
from ledger.proof.sealing import seal
from ledger.proof.verification import verify
from ledger.requests import JournalRequest, LineRequest
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.workspace import Workspace

TENANT = "proof"
BATCH = 1000
_CONFIG = "tenant: proof\nentities: [{id: proof, name: Proof, currency: EUR}]\n"
_PLAIN = """
SELECT
    (SELECT (count(*), sum(length(body)), max(sha256::text)) FROM ledger.events WHERE tenant_id = %(t)s),
    (SELECT (count(*), max(journal_id), max(effective_date)) FROM ledger.journals WHERE tenant_id = %(t)s),
    (SELECT (count(*), sum(amount), sum(base_amount)) FROM ledger.lines WHERE tenant_id = %(t)s)
"""


def run(bench: Bench) -> list[Figure]:
    """Two-line journals, all of them new to the chain."""
    root = bench.folder / "proof"
    root.mkdir()
    (root / "tieout.yml").write_text(_CONFIG, encoding="utf-8")
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        for first in range(0, bench.journals, BATCH):
            post(connection, TENANT, [_journal(number) for number in range(first, first + BATCH)])
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        sealing = _seconds(lambda: seal(connection, TENANT))
        plain = min(_seconds(lambda: _read(connection)) for _ in range(3))
        verdict = verify(connection, TENANT)
    if not verdict.clean:
        raise RuntimeError(f"the benchmark's own book is not proven: {verdict.findings[0]}")
    return [
        Figure("events sealed", verdict.events / sealing, "/s"),
        Figure("events verified, with their lines and seals", verdict.events / verdict.duration_s, "/s"),
        Figure("sealing, of plain reading", ratio(sealing, plain), "×"),
        Figure("verifying, of plain reading", ratio(verdict.duration_s, plain), "×"),
        Figure("a million lines verified in", verdict.duration_s / verdict.lines * 1_000_000, "s"),
    ]


def _journal(number: int) -> JournalRequest:
    amount = Decimal(100 + number % 9000).scaleb(-2)
    return JournalRequest(
        journal_id=f"J-{number}",
        entity="proof",
        date=date(2026, 1, 1) + timedelta(days=number % 365),
        reference=f"R-{number}",
        lines=(LineRequest(account="1000", amount=amount), LineRequest(account="4000", amount=-amount)),
    )


def _read(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction():
        connection.execute(_PLAIN, {"t": TENANT}).fetchone()


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
