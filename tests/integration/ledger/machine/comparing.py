"""The book in PostgreSQL against the model: every difference is a failure, after every step."""

import time
from collections import Counter

from ledger.balances import check, fold, trial_balance
from ledger.balances.folding import FoldSizes
from ledger.pending import available, expire
from ledger.periods import periods
from ledger.proof.sealing import seal
from ledger.proof.verification import verify
from tests.integration.ledger.machine.chart import ACCOUNTS, LIMITED
from tests.integration.ledger.machine.entries import Entry, Line
from tests.integration.ledger.machine.periods import first_day
from tests.integration.ledger.machine.promises import expire as after_expiry
from tests.integration.ledger.machine.requests import MONTHS
from tieout.postgres.tenancy import enter

_JOURNALS = """
SELECT journal.journal_no, journal.journal_id, journal.entity_id, journal.effective_date, journal.document_date,
    journal.kind, original.journal_id
FROM ledger.journals AS journal
LEFT JOIN ledger.journals AS original
    ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
WHERE journal.tenant_id = %(tenant)s
"""
_LINES = """
SELECT line.journal_no, line.account_code, line.currency, line.amount, line.base_amount,
    CASE WHEN line.rate_source <> 'base_amount' THEN line.rate END, line.rate_date, line.rate_source,
    coalesce(line.reference, journal.reference), coalesce(line.description, journal.description)
FROM ledger.lines AS line
JOIN ledger.journals AS journal USING (tenant_id, journal_no)
WHERE line.tenant_id = %(tenant)s
ORDER BY line.journal_no, line.line_no
"""
_PROMISES = """
SELECT pending_id, expires_at, outcome, reason
FROM ledger.pendings LEFT JOIN ledger.pending_outcomes USING (tenant_id, pending_no)
WHERE tenant_id = %(tenant)s
"""
_RESERVED = """
SELECT entity_id, account_code, currency, pending_debit, pending_credit
FROM ledger.reserved_amounts
WHERE tenant_id = %(tenant)s
"""
_EVENTS = "SELECT kind, count(*) FROM ledger.events WHERE tenant_id = %(tenant)s GROUP BY kind"
_LOG = "SELECT sequence, event_no FROM ledger.event_log WHERE tenant_id = %(tenant)s ORDER BY sequence"
_LIMITED = """
SELECT entity_id, account_code, balance, pending_debit, pending_credit
FROM ledger.limited_balances
WHERE tenant_id = %(tenant)s
"""
_OPENING = ("tenant_opened", "currency_opened", "entity_opened", "account_opened", "account_changed")
_WAIT_FOR_OTHERS = 100


def assert_same(connection, tenant, book):
    """Journals and lines, balances, reservations, months and events are the model's, each exactly once."""
    with connection.transaction():
        enter(connection, tenant)
        asked = {"tenant": tenant}
        journals, lines, promises, reserved = (
            connection.execute(query, asked).fetchall() for query in (_JOURNALS, _LINES, _PROMISES, _RESERVED)
        )
        events = dict(connection.execute(_EVENTS, asked).fetchall())
    assert _entries(journals, lines) == dict(book.journals)
    assert len(lines) == sum(len(entry.lines) for entry in book.journals.values())
    _assert_promises(promises, book)
    assert {(entity, (account, currency)): tuple(sums) for entity, account, currency, *sums in reserved} == {
        (entity, place): sums for entity in book.entities for place, sums in book.reserved(entity).items()
    }
    _assert_events(events, book, promises)
    for entity in book.entities:
        assert_balances(connection, tenant, entity, book)
        _assert_months(periods(connection, tenant, entity), book.months_of(entity))


def _assert_months(found, months):
    statuses = {one.period: one.status for one in found if one.period in MONTHS}
    assert statuses == {name: months.status(name) for name in statuses}
    assert all(name in statuses for name in MONTHS if first_day(name).year in months.years)


def _entries(journals, lines):
    lines_of = {}
    for number, *cells in lines:
        lines_of.setdefault(number, []).append(Line(*cells))
    found = {name: Entry(entity, day, tuple(lines_of[number]), *rest) for number, name, entity, day, *rest in journals}
    assert len(found) == len(journals)
    return found


def _assert_promises(rows, book):
    """An expired one may or may not be written down yet."""
    expected = {name: (one.expires_at, one.outcome, one.reason) for name, one in book.promises.items()}
    found = {}
    for name, expires_at, outcome, reason in rows:
        known = book.promises.get(name)
        unwritten = outcome is None and known is not None and not known.recorded
        found[name] = expires_at, "expired" if unwritten else outcome, reason
    assert found == expected


def _assert_events(events, book, promises):
    months = [book.months_of(entity) for entity in book.entities]
    expected = {
        "journal_posted": len(book.journals),
        "pending_opened": len(book.promises),
        "pending_settled": sum(outcome is not None for _, _, outcome, _ in promises),
        "period_laid_out": sum(one.laid_out for one in months),
        "period_closed": sum(one.closes for one in months),
        "period_reopened": sum(one.reopens for one in months),
    }
    found = {kind: count for kind, count in events.items() if kind not in _OPENING}
    assert found == {kind: count for kind, count in expected.items() if count}


def assert_balances(connection, tenant, entity, book, as_of=None, known_at=None):  # noqa: PLR0913, PLR0917 - whose, which and at which two times
    """Every balance is the model's, and each currency sums to zero, the functional amounts too."""
    found = trial_balance(connection, tenant, entity, as_of, known_at=known_at)
    told = {(one.account_code, one.currency): (one.debit, one.credit, one.base_balance) for one in found}
    assert told == book.balances(entity, as_of)
    totals = Counter()
    for one in found:
        assert one.balance == one.debit - one.credit
        totals[one.currency] += one.balance
        totals["base"] += one.base_balance
    assert not any(totals.values())


def read_log(connection, tenant, known):
    """The event log, which only ever grows at its end and counts without gaps; `known` is what was read before."""
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(_LOG, {"tenant": tenant}).fetchall()
    assert [sequence for sequence, _ in rows] == list(range(1, len(rows) + 1))
    log = [event_no for _, event_no in rows]
    assert log[: len(known)] == known
    return log


def assert_proven(connection, tenant, book, log):
    """At the end: ends of reservations are written, all is folded and sealed, and the proof finds nothing."""
    expire(connection, tenant)
    book = after_expiry(book)[-1].book
    assert_same(connection, tenant, book)
    for entity in book.entities:
        _assert_available(connection, tenant, entity, book)
    _assert_limited(connection, tenant, book)
    while fold(connection, tenant, FoldSizes(4, 2)).lines:
        pass
    assert check(connection, tenant) == []
    verdict = _sealed_and_verified(connection, tenant)
    assert verdict.findings == []
    assert (verdict.journals, verdict.clean) == (len(book.journals), True)
    assert len(read_log(connection, tenant, log)) == verdict.events == verdict.sealed_events
    return book


def _sealed_and_verified(connection, tenant):
    """Events are sealed once no older transaction of the whole server runs: one that was cut off may take a moment."""
    for _ in range(_WAIT_FOR_OTHERS):
        seal(connection, tenant, events_per_seal=50)
        verdict = verify(connection, tenant)
        if verdict.sealed_events == verdict.events:
            break
        time.sleep(0.1)
    return verdict


def _assert_available(connection, tenant, entity, book):
    balances, reserved = book.balances(entity), book.reserved(entity)
    for account in ACCOUNTS.values():
        expected = []
        for place in sorted({place for place in (*balances, *reserved) if place[0] == account.code}):
            debit, credit, _ = balances.get(place, (0, 0, 0))
            pending_debit, pending_credit = reserved.get(place, (0, 0))
            rest = -pending_credit if account.type == "asset" else pending_debit
            expected.append((place[1], debit - credit, pending_debit, pending_credit, debit - credit + rest))
        assert [tuple(one) for one in available(connection, tenant, entity, account.code)] == expected


def _assert_limited(connection, tenant, book):
    """The running balances that limits are judged by are those of the lines and the open reservations."""
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(_LIMITED, {"tenant": tenant}).fetchall()
    expected = {}
    for entity in book.entities:
        balances, reserved = book.balances(entity), book.reserved(entity)
        for account in LIMITED:
            debit, credit, _ = balances.get((account.code, account.currency), (0, 0, 0))
            pending = reserved.get((account.code, account.currency), (0, 0))
            expected[entity, account.code] = (debit - credit, *pending)
    assert {(entity, code): tuple(sums) for entity, code, *sums in rows} == expected
