"""Taking a journal back."""

import threading
from datetime import date

import pytest

from ledger.balances import account_balance, trial_balance
from ledger.posting import post
from ledger.reversal import reverse
from tieout.errors import InputError

FEBRUARY = date(2026, 2, 1)


def take_back(books, journal_id="J1", key="J1-R", connection=None, **other):
    request = {"date": FEBRUARY, "reason": "entered twice"} | other
    return reverse(connection or books.connection, books.tenant, journal_id, key=key, **request)


def test_a_reversal_nets_its_original_to_zero_from_its_own_date_on(books, journal):
    post(
        books.connection,
        books.tenant,
        [journal("J1", ("1000", "9.99", "USD", "8.01"), ("4000", "-9.99", "USD", "-8.01"))],
    )
    assert take_back(books)[:2] == ("J1-R", False)
    assert account_balance(books.connection, books.tenant, "de", "1000", date(2026, 1, 31)) == {"USD": 999}
    after = trial_balance(books.connection, books.tenant, "de", FEBRUARY)
    assert {balance.balance for balance in after} == {0}
    assert {balance.base_balance for balance in after} == {0}


def test_amounts_of_nineteen_digits_are_reversed_exactly(books, journal):
    post(
        books.connection,
        books.tenant,
        [journal("J1", ("1000", "9223372036.854775807", "ETH", "1"), ("4000", "-9223372036.854775807", "ETH", "-1"))],
    )
    take_back(books)
    assert account_balance(books.connection, books.tenant, "de", "1000", FEBRUARY) == {"ETH": 0}


def test_a_reversal_points_to_its_original(books, journal):
    post(books.connection, books.tenant, [journal("J1", reference="R", counterparty="Bank")])
    take_back(books)
    found = books.connection.execute(
        "SELECT original.journal_id, reversal.kind, reversal.reference, reversal.counterparty, reversal.description"
        " FROM ledger.journals AS reversal JOIN ledger.journals AS original"
        " ON original.tenant_id = reversal.tenant_id AND original.journal_no = reversal.reverses"
        " WHERE reversal.tenant_id = %s",
        (books.tenant,),
    ).fetchall()
    assert found == [("J1", "reversal", "R", "Bank", "entered twice")]


def test_the_same_reversal_again_is_a_replay(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    take_back(books)
    assert take_back(books)[:2] == ("J1-R", True)


def test_another_reversal_of_the_same_journal_is_refused(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    take_back(books)
    with pytest.raises(InputError, match=r"'J1' is reversed already, by journal 'J1-R' \(2026-02-01\)"):
        take_back(books, key="J1-R2")


@pytest.mark.parametrize("other", [{"reason": "a different one"}, {"date": date(2026, 2, 2)}])
def test_a_reversal_with_another_reason_or_date_reports_the_one_that_stands(books, journal, other):
    post(books.connection, books.tenant, [journal("J1")])
    take_back(books)
    with pytest.raises(InputError, match=r"'J1' is reversed already, by journal 'J1-R' \(2026-02-01\)"):
        take_back(books, **other)


def test_a_key_that_is_another_journals_id_is_refused(books, journal):
    post(books.connection, books.tenant, [journal("J1"), journal("J2")])
    with pytest.raises(InputError, match="'J2': is in the book with other content"):
        take_back(books, key="J2")


def test_an_unknown_journal_cannot_be_reversed(books):
    with pytest.raises(InputError, match="there is no journal 'J9'"):
        take_back(books, "J9")


def test_a_reversal_can_be_reversed_which_restores_the_original(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    take_back(books)
    take_back(books, "J1-R", "J1-RR")
    assert account_balance(books.connection, books.tenant, "de", "1000", FEBRUARY) == {"EUR": 1000}


def test_racing_reversals_leave_one(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    outcomes = []
    start = threading.Barrier(4)

    def race(number):
        with books.another_connection() as connection:
            start.wait()
            try:
                outcomes.append(take_back(books, key=f"R{number}", connection=connection).journal_id)
            except InputError as error:
                outcomes.append(str(error))

    threads = [threading.Thread(target=race, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([outcome for outcome in outcomes if outcome.startswith("R")]) == 1
    assert len([outcome for outcome in outcomes if "reversed already" in outcome]) == 3
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 2
