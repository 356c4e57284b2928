"""Reserve, then post, void or let it expire: seen in the available balance, never in the book, and ended once."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from ledger.pending import available, expire, pending, post_pending, reserve, void
from ledger.posting import post
from ledger.reversal import reverse
from ledger.setup import sync_books
from tieout.errors import InputError

SOON = timedelta(milliseconds=300)


def later():
    return datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def reserved(books, journal):
    """Ten euros that will leave cash."""

    def make(name="P1", amount="10", expires=None):
        request = journal(name, ("1000", f"-{amount}"), ("5100", amount), reference="R")
        return reserve(books.connection, books.tenant, request, expires or later())

    return make


@pytest.fixture
def no_overdraft(books):
    chart = books.workspace.root / f"{books.tenant}.csv"
    chart.write_text("code,name,type,currency,floor\n1000,Cash,asset,EUR,0\n")
    sync_books(books.connection, books.config.model_copy(update={"accounts": chart.name}), books.workspace.root)


def cash(books):
    return [tuple(row) for row in available(books.connection, books.tenant, "de", "1000")]


def lines(books):
    return books.scalar("SELECT count(*) FROM ledger.lines WHERE tenant_id = %s", books.tenant)


def test_a_reservation_lessens_what_is_available_and_nothing_else(books, reserved, journal):
    post(books.connection, books.tenant, [journal("J1", ("1000", "25"), ("4000", "-25"))])
    reserved()
    assert cash(books) == [("EUR", 2500, 0, 1000, 1500)]
    assert lines(books) == 2


def test_posting_books_exactly_what_was_reserved(books, reserved):
    reserved()
    assert post_pending(books.connection, books.tenant, "P1", date=date(2026, 2, 3))[:2] == ("P1", False)
    assert post_pending(books.connection, books.tenant, "P1")[:2] == ("P1", True)
    assert cash(books) == [("EUR", -1000, 0, 0, -1000)]
    assert books.scalar(
        "SELECT effective_date FROM ledger.journals WHERE tenant_id = %s AND journal_id = 'P1'", books.tenant
    ) == date(2026, 2, 3)
    assert reverse(books.connection, books.tenant, "P1", date=date(2026, 2, 4), reason="r", key="P1-R")
    assert pending(books.connection, books.tenant, "P1").outcome == "posted"


def test_voiding_gives_it_back_and_bars_posting(books, reserved):
    reserved()
    assert void(books.connection, books.tenant, "P1", "cancelled").outcome == "voided"
    assert void(books.connection, books.tenant, "P1", "again").reason == "cancelled"
    assert cash(books) == []
    with pytest.raises(InputError, match="'P1': was voided at"):
        post_pending(books.connection, books.tenant, "P1")


def test_an_expired_one_counts_no_more_and_cannot_be_posted(books, reserved):
    reserved(expires=datetime.now(UTC) + SOON)
    time.sleep(SOON.total_seconds())
    assert cash(books) == []
    with pytest.raises(InputError, match="'P1': was expired at"):
        post_pending(books.connection, books.tenant, "P1")
    with pytest.raises(InputError, match="'P1': was expired at"):
        void(books.connection, books.tenant, "P1", "too late")
    assert expire(books.connection, books.tenant) == 1
    assert expire(books.connection, books.tenant) == 0


def test_the_same_reservation_again_is_replayed_and_another_is_refused(books, reserved):
    until = later()
    first = reserved(expires=until)
    assert reserved(expires=until) == first._replace(replayed=True)
    with pytest.raises(InputError, match="reserved already with other content"):
        reserved(amount="11", expires=until)


def test_an_id_that_the_book_has_is_refused(books, reserved, journal):
    post(books.connection, books.tenant, [journal("P1")])
    with pytest.raises(InputError, match="in the book"):
        reserved()


def test_a_pending_whose_journal_was_posted_past_it_can_only_be_voided(books, reserved, journal):
    reserved()
    post(books.connection, books.tenant, [journal("P1", ("1000", "-10"), ("5100", "10"), reference="R")])
    with pytest.raises(InputError, match="in the book, and not by this reservation: void it"):
        post_pending(books.connection, books.tenant, "P1")
    assert void(books.connection, books.tenant, "P1", "posted by hand").outcome == "voided"


def test_a_pending_expires_in_the_future(reserved):
    with pytest.raises(InputError, match="expires in the future"):
        reserved(expires=datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("made", [(("1000", "-1"), ("5100", "2")), (("1000", "-1"), ("5109", "1")), (("1000", "1"),)])
def test_what_could_not_be_posted_is_not_reserved(books, journal, made):
    with pytest.raises(InputError):
        reserve(books.connection, books.tenant, journal("P1", *made), later())
    assert books.scalar("SELECT count(*) FROM ledger.pending_lines WHERE tenant_id = %s", books.tenant) == 0


def test_a_floor_holds_for_promises_and_an_expired_promise_frees_it(books, reserved, journal, no_overdraft):
    post(books.connection, books.tenant, [journal("J1", ("1000", "10"), ("4000", "-10"))])
    reserved(expires=datetime.now(UTC) + SOON)
    spend = journal("J2", ("1000", "-1"), ("5100", "1"))
    with pytest.raises(InputError, match="must not fall below"):
        post(books.connection, books.tenant, [spend])
    with pytest.raises(InputError, match="must not fall below"):
        reserved("P2", "0.01")
    time.sleep(SOON.total_seconds())
    assert post(books.connection, books.tenant, [spend])
    held = "SELECT (balance, pending_credit)::text FROM ledger.limited_balances WHERE tenant_id = %s"
    assert books.scalar(held, books.tenant) == "(900,0)"


def test_posting_the_last_of_the_money_that_was_reserved_succeeds(books, reserved, journal, no_overdraft):
    post(books.connection, books.tenant, [journal("J1", ("1000", "10"), ("4000", "-10"))])
    reserved()
    assert post_pending(books.connection, books.tenant, "P1")


def test_of_racing_outcomes_one_wins(books, reserved):
    for number in range(8):
        name = f"P{number}"
        reserved(name)
        outcomes = []

        def settle(action, name=name, outcomes=outcomes):
            with books.another_connection() as connection:
                try:
                    outcomes.append(action(connection, name))
                except InputError as refusal:
                    outcomes.append(refusal)

        threads = [
            threading.Thread(target=settle, args=(lambda c, name: post_pending(c, books.tenant, name),)),
            threading.Thread(target=settle, args=(lambda c, name: void(c, books.tenant, name, "r"),)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(isinstance(outcome, InputError) for outcome in outcomes) == 1, outcomes


_ANOTHER_LINE = """
INSERT INTO ledger.pending_lines (tenant_id, pending_no, line_no, account_code, currency, amount, base_amount)
SELECT tenant_id, pending_no, 9, '1000', 'EUR', 1, 1 FROM ledger.pendings WHERE tenant_id = %s
"""
_EXPIRED_TOO_SOON = """
INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome)
SELECT tenant_id, pending_no, 'expired' FROM ledger.pendings WHERE tenant_id = %s
"""


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE ledger.pendings SET expires_at = 'infinity' WHERE tenant_id = %s",
        "DELETE FROM ledger.pending_lines WHERE tenant_id = %s",
        "DELETE FROM ledger.pending_outcomes WHERE tenant_id = %s",
        _ANOTHER_LINE,
        _EXPIRED_TOO_SOON,
    ],
)
def test_the_law_holds_for_the_owner(books, reserved, attempt):
    reserved()
    with pytest.raises(psycopg.Error) as refusal:
        books.connection.execute(attempt, (books.tenant,))
    books.connection.rollback()
    assert refusal.value.sqlstate.startswith("LD")


def test_a_journal_other_than_the_reserved_one_cannot_settle_it(books, reserved, journal):
    reserved()
    post(books.connection, books.tenant, [journal("P9")])
    books.connection.execute(
        "INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome, journal_id)"
        " SELECT tenant_id, pending_no, 'posted', 'P9' FROM ledger.pendings WHERE tenant_id = %s",
        (books.tenant,),
    )
    with pytest.raises(psycopg.Error, match="is not what was reserved"):
        books.connection.commit()
    books.connection.rollback()
