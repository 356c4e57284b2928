"""Balances at two times: as of when lines took effect, as known when they were recorded."""

from datetime import date, datetime, timedelta

import pytest
from psycopg.errors import InsufficientPrivilege

from ledger.balances import account_balance, account_lines, fold, trial_balance
from ledger.posting import post
from tests.integration.ledger.balances.sizes import TINY
from tieout.errors import InputError
from tieout.postgres.tenancy import tenant_transaction


def recorded_at(books, journal_id):
    return books.scalar(
        "SELECT recorded_at FROM ledger.journals WHERE tenant_id = %s AND journal_id = %s", books.tenant, journal_id
    )


@pytest.mark.parametrize("folded", [False, True])
def test_a_bill_of_january_posted_later_counts_in_january_but_was_not_known_then(
    books, journal, fold_until_done, folded
):
    post(
        books.connection,
        books.tenant,
        [journal("first", date=date(2026, 1, 5)), journal("also", date=date(2026, 3, 1))],
    )
    then = recorded_at(books, "first")
    post(
        books.connection,
        books.tenant,
        [journal("late", date=date(2026, 1, 31)), journal("more", date=date(2026, 2, 1))],
    )
    assert bool(fold_until_done()) or not folded

    def balance(*as_of, **known_at):
        return account_balance(books.connection, books.tenant, "de", "1000", *as_of, **known_at)

    assert balance() == {"EUR": 4000}
    assert balance(date(2026, 1, 31)) == {"EUR": 2000}
    assert balance(date(2026, 1, 30)) == {"EUR": 1000}
    assert balance(date(2026, 1, 31), known_at=then) == {"EUR": 1000}
    assert balance(known_at=then) == {"EUR": 2000}
    assert balance(known_at=then - timedelta(microseconds=1)) == {}
    assert balance(date(2026, 1, 4)) == {}


def test_a_balance_may_be_larger_than_any_single_amount(books, journal, fold_until_done):
    huge = (("1000", "90000000000000000"), ("4000", "-90000000000000000"))
    for number in range(5):
        post(books.connection, books.tenant, [journal(f"J{number}", *huge)])
    before = trial_balance(books.connection, books.tenant, "de")
    assert [(b.debit, b.credit, b.balance) for b in before] == [
        (45 * 10**18, 0, 45 * 10**18),
        (0, 45 * 10**18, -45 * 10**18),
    ]
    assert fold_until_done()
    assert trial_balance(books.connection, books.tenant, "de") == before


def test_entities_and_currencies_are_never_added_up_together(two_entities, journal, fold_until_done, assert_as_naive):
    dollars = (("1000", "5.00", "USD", "4.00"), ("4000", "-5.00", "USD", "-4.00"))
    for number in range(3):
        post(two_entities.connection, two_entities.tenant, [journal(f"D{number}"), journal(f"F{number}", *dollars)])
        post(two_entities.connection, two_entities.tenant, [journal(f"U{number}", entity="us")])
    assert fold_until_done()
    assert_as_naive("de")
    assert_as_naive("us")
    assert account_balance(two_entities.connection, two_entities.tenant, "de", "1000") == {"EUR": 3000, "USD": 1500}
    assert account_balance(two_entities.connection, two_entities.tenant, "us", "1000") == {"USD": 3000}


def test_another_tenants_folds_are_not_ours(books, journal, fold_until_done):
    for number in range(4):
        post(books.connection, books.tenant, [journal(f"J{number}")])
    assert fold_until_done()
    assert trial_balance(books.connection, books.tenant + "-other", "de") == []


def test_a_time_without_a_zone_is_refused(books):
    with pytest.raises(InputError, match="has no time zone"):
        trial_balance(books.connection, books.tenant, "de", known_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_reading_leaves_no_transaction_open(books):
    trial_balance(books.connection, books.tenant, "de")
    assert books.connection.info.transaction_status.name == "IDLE"


def test_who_may_only_read_reads_the_same_balances_but_cannot_fold(books, journal, fold_until_done):
    for number in range(5):
        post(books.connection, books.tenant, [journal(f"J{number}")])
    assert fold_until_done()
    for number in range(5, 8):
        post(books.connection, books.tenant, [journal(f"J{number}")])
    ours = trial_balance(books.connection, books.tenant, "de")
    with books.another_connection() as client:
        with tenant_transaction(client, books.tenant):
            assert client.execute("SELECT current_user").fetchone() == ("tieout_app",)
            assert trial_balance(client, books.tenant, "de") == ours
            assert len(account_lines(client, books.tenant, "de", "1000", limit=100)) == 8
        with pytest.raises(InsufficientPrivilege), tenant_transaction(client, books.tenant):
            fold(client, books.tenant, TINY)


def test_reading_a_folded_book_does_not_read_its_lines(books, journal, fold_until_done):
    for first in range(0, 600, 50):
        post(books.connection, books.tenant, [journal(f"J{number}") for number in range(first, first + 50)])

    def blocks():
        plan = books.scalar(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ledger.balances(%s, 'de', NULL, NULL, NULL)",
            books.tenant,
        )
        return plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]

    unfolded = blocks()
    assert fold_until_done()
    blocks()
    assert blocks() * 5 < unfolded
