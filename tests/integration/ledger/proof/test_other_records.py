"""Periods, reservations and folded totals are proven too, and what is changed in them is found."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.balances.folding import FoldSizes, fold
from ledger.pending import post_pending, reserve, void
from ledger.periods import close, reopen
from ledger.proof.sealing import seal_all
from ledger.proof.verification import verify

SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def rich_book(book, journal):
    """With reservations (one posted, one voided, one open), a closed and a reopened period, and folded totals."""
    connection, tenant = book.connection, book.tenant
    for pending_id in ("P-posted", "P-void", "P-open"):
        reserve(connection, tenant, journal(pending_id, description="reserved — for 'now'"), SOON)
    post_pending(connection, tenant, "P-posted")
    void(connection, tenant, "P-void", "no longer wanted")
    close(connection, tenant, "de", "2026-01", "controller")
    reopen(connection, tenant, "de", "2026-01", "controller", "an invoice came late")
    close(connection, tenant, "de", "2026-01", "controller")
    while fold(connection, tenant, FoldSizes(chapter_lines=4, fanout=2)).lines:
        pass
    book.seal()
    assert book.verify().findings == []
    return book


def test_a_book_with_every_kind_of_record_is_proven(rich_book):
    verdict = rich_book.verify()
    assert verdict.findings == []
    kinds = {
        kind
        for (kind,) in rich_book.connection.execute(
            "SELECT DISTINCT kind FROM ledger.events WHERE tenant_id = %s", (rich_book.tenant,)
        )
    }
    rich_book.connection.rollback()
    assert {"pending_opened", "pending_settled", "period_closed", "period_reopened"} <= kinds


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            "UPDATE ledger.period_events SET through = '2025-12-31' WHERE tenant_id = %(t)s AND action = 'close'",
            "through is not what the event says: 2026-01-31 / 2025-12-31",
        ),
        (
            "UPDATE ledger.period_events SET by_whom = 'nobody' WHERE tenant_id = %(t)s AND action = 'reopen'",
            "by_whom is not what the event says: controller / nobody",
        ),
        ("DELETE FROM ledger.period_events WHERE tenant_id = %(t)s", "is told by its event and missing in the book"),
        (
            "UPDATE ledger.pending_lines SET amount = amount * 2 WHERE tenant_id = %(t)s",
            '), line 2: line is not what the event says: ["4000", "EUR", -1000, ',
        ),
        (
            "UPDATE ledger.pendings SET expires_at = '2030-01-01' WHERE tenant_id = %(t)s AND pending_id = 'P-open'",
            "pending P-open (event ",
        ),
        (
            "UPDATE ledger.pendings SET effective_date = '2030-01-01' WHERE tenant_id = %(t)s AND pending_id = 'P-open'",
            "pending P-open (event ",
        ),
        (
            "DELETE FROM ledger.pendings WHERE tenant_id = %(t)s AND pending_id = 'P-open'",
            "is told by its event and missing in the book: [",
        ),
        (
            "UPDATE ledger.pending_outcomes SET outcome = 'expired' WHERE tenant_id = %(t)s AND outcome = 'voided'",
            "outcome is not what the event says: voided / expired",
        ),
        (
            "UPDATE ledger.fold_months SET debit = debit + 1 WHERE tenant_id = %(t)s AND account_code = '1000'",
            "folded balances, chapter 0: ",
        ),
    ],
)
def test_an_edited_record_is_found(rich_book, finding_lines, change, finding):
    rich_book.tamper(change)
    assert any(finding in one for one in finding_lines(rich_book.verify()))


def test_every_tenants_book_is_sealed_in_one_go(book, journal):
    seal_all(book.connection)
    verdict = verify(book.connection, book.tenant)
    assert verdict.events == verdict.sealed_events
    assert seal_all(book.connection) == 0
