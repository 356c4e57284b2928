"""Whatever the order of posts, open transactions, reversals and folds: each balance is the sum of its lines."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.balances import FoldSizes, check, fold, refold
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.support.rounds import rounds

ACCOUNTS = ("1000", "1110", "4000", "5200")
NEW_YEAR = date(2026, 1, 1)
_NUMBERS = itertools.count(1)

days = st.integers(0, 70).map(lambda days: NEW_YEAR + timedelta(days=days))
sizes = st.builds(FoldSizes, st.integers(1, 12), st.integers(2, 4))
pairs = st.tuples(
    st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(1, 10**6), st.sampled_from(["EUR", "USD"])
)
steps = st.one_of(
    st.tuples(st.just("post"), st.sampled_from("ab"), st.lists(pairs, min_size=1, max_size=4), days),
    st.tuples(st.just("end"), st.sampled_from("ab"), st.booleans()),
    st.tuples(st.just("reverse"), st.integers(0, 20), days),
    st.tuples(st.just("fold"), sizes),
    st.tuples(st.just("read"), st.none() | days, st.none() | st.integers(0, 20)),
)


def request(journal_id, legs, day):
    lines = []
    for debit, credit, cents, currency in legs:
        amount = Decimal(cents).scaleb(-2)
        lines += [
            LineRequest(account=debit, amount=amount, currency=currency, base_amount=amount),
            LineRequest(account=credit, amount=-amount, currency=currency, base_amount=-amount),
        ]
    return JournalRequest(journal_id=journal_id, entity="de", date=day, lines=tuple(lines))


class Play:
    """Two writers that leave their transactions open, beside whoever folds and reads."""

    def __init__(self, books, assert_as_naive, writers):
        self.books, self.assert_as_naive, self.writers = books, assert_as_naive, writers
        self.open = {"a": [], "b": []}
        self.committed = []

    def post(self, writer, legs, day):
        journal_id = f"P{next(_NUMBERS)}"
        self.writers[writer].execute("SELECT 1")
        post(self.writers[writer], self.books.tenant, [request(journal_id, legs, day)])
        self.open[writer].append(journal_id)

    def end(self, writer, commits):
        self.writers[writer].commit() if commits else self.writers[writer].rollback()
        self.committed += self.open[writer] if commits else []
        self.open[writer] = []

    def reverse(self, which, day):
        if self.committed:
            original = self.committed.pop(which % len(self.committed))
            reverse(self.books.connection, self.books.tenant, original, date=day, reason="r", key=f"{original}-R")

    def fold(self, sizes):
        fold(self.books.connection, self.books.tenant, sizes)

    def read(self, as_of, moment):
        self.assert_as_naive(as_of=as_of, known_at=self._recorded(moment))

    def _recorded(self, moment):
        times = self.books.connection.execute(
            "SELECT recorded_at FROM ledger.journals WHERE tenant_id = %s ORDER BY recorded_at DESC",
            (self.books.tenant,),
        ).fetchall()
        self.books.connection.rollback()
        return times[moment % len(times)][0] if times and moment is not None else None


@pytest.mark.soak
@settings(max_examples=rounds(12, 250), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(played=st.lists(steps, max_size=30), last=sizes)
def test_any_interleaving_gives_the_naive_balances(books, assert_as_naive, played, last):
    with books.another_connection() as a, books.another_connection() as b:
        play = Play(books, assert_as_naive, {"a": a, "b": b})
        for action, *arguments in played:
            getattr(play, action)(*arguments)
        play.end("a", commits=True)
        play.end("b", commits=True)
    for as_of, moment in (
        (None, None),
        (NEW_YEAR + timedelta(days=30), 3),
        (None, 5),
        (NEW_YEAR + timedelta(days=31), None),
    ):
        play.read(as_of, moment)
    play.fold(last)
    assert check(books.connection, books.tenant) == []
    refold(books.connection, books.tenant, last)
    play.read(None, None)
    play.read(NEW_YEAR + timedelta(days=40), 4)
    assert check(books.connection, books.tenant) == []
