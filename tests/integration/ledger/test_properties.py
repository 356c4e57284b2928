"""What holds for any journals: hypothesis invents them, the real PostgreSQL judges."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.balances import trial_balance
from ledger.extract import BOOK_LINE, extract
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.support.rounds import rounds
from tieout.errors import InputError
from tieout.money import to_major

FAR = date(2100, 1, 1)
SCALES = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
ACCOUNTS = ("1000", "1110", "4000", "5200", "7900")
_NUMBERS = itertools.count(1)

real_database = settings(
    max_examples=rounds(20, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def lines(draw):
    """Lines in minor units, balanced or not: (account, currency, amount, base amount in EUR cents)."""
    result = []
    for currency in draw(st.lists(st.sampled_from(sorted(SCALES)), min_size=1, max_size=3, unique=True)):
        amounts = draw(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=5))
        if draw(st.integers(0, 9)):
            amounts.append(-sum(amounts))
        for amount in amounts:
            base = amount if currency == "EUR" else amount * 3
            result.append((draw(st.sampled_from(ACCOUNTS)), currency, amount, base))
    if not draw(st.integers(0, 9)):
        account, currency, amount, base = result[-1]
        result[-1] = (account, currency, amount, base + 1)
    return result


def acceptable(journal):
    """Double entry's rule, said once more without SQL."""
    totals, bases = Counter(), 0
    for _, currency, amount, base in journal:
        totals[currency] += amount
        bases += base
        if amount == 0 or amount * base < 0 or (currency == "EUR" and base != amount):
            return False
    return len(journal) >= 2 and bases == 0 and not any(totals.values())


def request(journal_id, journal, day=0):
    return JournalRequest(
        journal_id=journal_id,
        entity="de",
        date=date(2026, 1, 1) + timedelta(days=day),
        lines=tuple(
            LineRequest(
                account=account,
                currency=currency,
                amount=to_major(amount, SCALES[currency]),
                base_amount=to_major(base, 2),
                reference=f"{amount}" if amount % 2 else None,
            )
            for account, currency, amount, base in journal
        ),
    )


def state(books):
    found = books.connection.execute(
        "SELECT (SELECT count(*) FROM ledger.journals WHERE tenant_id = %(t)s),"
        " (SELECT count(*) FROM ledger.events WHERE tenant_id = %(t)s),"
        " (SELECT count(*) FROM ledger.lines WHERE tenant_id = %(t)s)",
        {"t": books.tenant},
    ).fetchone()
    books.connection.rollback()
    return found, trial_balance(books.connection, books.tenant, "de", FAR)


@pytest.fixture
def sums_to_zero(books):
    def check():
        totals, base = Counter(), 0
        for balance in trial_balance(books.connection, books.tenant, "de", FAR):
            totals[balance.currency] += balance.balance
            base += balance.base_balance
        assert set(totals.values()) <= {0}
        assert base == 0

    return check


@pytest.mark.soak
@real_database
@given(batch=st.lists(lines(), min_size=1, max_size=6))
def test_a_batch_is_accepted_exactly_when_each_of_its_journals_balances(books, sums_to_zero, batch):
    requests = [request(f"J{next(_NUMBERS)}", journal, day) for day, journal in enumerate(batch)]
    before, _ = state(books)
    if all(map(acceptable, batch)):
        assert not any(posted.replayed for posted in post(books.connection, books.tenant, requests))
        assert state(books)[0][2] == before[2] + sum(map(len, batch))
    else:
        with pytest.raises(InputError):
            post(books.connection, books.tenant, requests)
        assert state(books)[0] == before
    sums_to_zero()


@pytest.mark.soak
@real_database
@given(batch=st.lists(lines().filter(acceptable), min_size=1, max_size=5), data=st.data())
def test_any_part_of_a_batch_again_in_any_order_changes_nothing(books, batch, data):
    requests = [request(f"J{next(_NUMBERS)}", journal) for journal in batch]
    post(books.connection, books.tenant, requests)
    after = state(books)
    again = data.draw(st.lists(st.sampled_from(requests), min_size=1, max_size=8))
    assert all(posted.replayed for posted in post(books.connection, books.tenant, again))
    assert state(books) == after


@pytest.mark.soak
@real_database
@given(journal=lines().filter(acceptable))
def test_a_journal_and_its_reversal_leave_every_balance_as_it_was(books, sums_to_zero, journal):
    def balances():
        found = trial_balance(books.connection, books.tenant, "de", FAR)
        return {(b.account_code, b.currency): (b.balance, b.base_balance) for b in found if b.balance or b.base_balance}

    before, number = balances(), next(_NUMBERS)
    post(books.connection, books.tenant, [request(f"J{number}", journal)])
    reverse(books.connection, books.tenant, f"J{number}", date=date(2026, 6, 1), reason="r", key=f"R{number}")
    assert balances() == before
    sums_to_zero()


@pytest.mark.soak
@settings(real_database, max_examples=rounds(10, 150))
@given(
    steps=st.lists(st.sampled_from(["post a", "post b", "commit a", "commit b", "roll back a", "extract"]), max_size=14)
)
def test_whatever_the_order_of_commits_each_line_is_extracted_exactly_once(books, steps):
    """Two writers leave transactions open and end them in any order, between extractions."""
    seen, committed, open_ids, watermark = Counter(), set(), {"a": [], "b": []}, None
    with books.another_connection() as a, books.another_connection() as b, books.another_connection() as reader:
        writers = {"a": a, "b": b}
        for step in [*steps, "commit a", "commit b", "extract"]:
            action, writer = step.rsplit(" ", 1) if " " in step else (step, "")
            if action == "post":
                journal_id = f"X{next(_NUMBERS)}"
                writers[writer].execute("SELECT 1")
                post(
                    writers[writer],
                    books.tenant,
                    [request(journal_id, [("1000", "EUR", 5, 5), ("4000", "EUR", -5, -5)])],
                )
                open_ids[writer].append(journal_id)
            elif action == "extract":
                with extract(reader, books.tenant, watermark) as extraction:
                    rows = pa.Table.from_batches(extraction.batches, schema=BOOK_LINE).to_pylist()
                watermark = extraction.watermark
                seen.update(row["line_ref"] for row in rows)
            else:
                writers[writer].commit() if action == "commit" else writers[writer].rollback()
                committed.update(open_ids[writer] if action == "commit" else [])
                open_ids[writer] = []
    ours = {ref: times for ref, times in seen.items() if ref.startswith("X")}
    expected = {f"{journal_id}/{line_no}" for journal_id in committed for line_no in (1, 2)}
    assert {ref for ref in ours if ref.split("/")[0] in committed} == expected
    assert set(ours.values()) <= {1}
