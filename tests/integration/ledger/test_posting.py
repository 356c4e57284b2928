"""Posting through the Python door."""

from datetime import date

import pytest

from ledger.balances import account_balance, trial_balance
from ledger.posting import post
from tieout.errors import InputError

YEAR_END = date(2026, 12, 31)


def test_a_balanced_journal_moves_both_accounts(books, journal):
    assert post(books.connection, books.tenant, [journal("J1")])[0][:2] == ("J1", False)
    assert account_balance(books.connection, books.tenant, "de", "1000", YEAR_END) == {"EUR": 1000}
    assert account_balance(books.connection, books.tenant, "de", "4000", YEAR_END) == {"EUR": -1000}


def test_the_same_request_again_is_a_replay_and_writes_nothing(books, journal):
    first = post(books.connection, books.tenant, [journal("J1"), journal("J2")])
    again = post(books.connection, books.tenant, [journal("J2"), journal("J1"), journal("J3")])
    assert [posted.replayed for posted in first] == [False, False]
    assert [answer[:2] for answer in again] == [("J2", True), ("J1", True), ("J3", False)]
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 3
    assert books.scalar("SELECT count(*) FROM ledger.lines WHERE tenant_id = %s", books.tenant) == 6


def test_the_same_request_twice_in_one_call_is_written_once(books, journal):
    answers = post(books.connection, books.tenant, [journal("J1"), journal("J1")])
    assert [answer.journal_id for answer in answers] == ["J1", "J1"]
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"date": date(2026, 2, 1)},
        {"reference": "R"},
        {"counterparty": "Bank"},
        {"group": "G"},
        {"kind": "fee"},
        {"description": "other"},
        {"document_date": date(2026, 1, 1)},
    ],
)
def test_the_same_journal_id_with_any_other_content_is_refused(books, journal, other):
    post(books.connection, books.tenant, [journal("J1")])
    with pytest.raises(InputError, match="'J1': is in the book with other content"):
        post(books.connection, books.tenant, [journal("J1", **other)])


def test_a_text_said_by_the_journal_and_by_each_line_is_the_same_request(books, journal):
    request = journal("J1", reference="R")
    said_by_lines = request.model_copy(
        update={
            "reference": None,
            "lines": tuple(line.model_copy(update={"reference": "R"}) for line in request.lines),
        }
    )
    post(books.connection, books.tenant, [request])
    assert post(books.connection, books.tenant, [said_by_lines])[0][:2] == ("J1", True)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([("1000", "10"), ("4000", "-9.98")], r"debits minus credits = 0\.02 EUR"),
        ([("1000", "10"), ("4001", "-10")], "unknown account '4001': did you mean '400"),
        ([("1000", "10", "EUX"), ("4000", "-10", "EUX")], "unknown currency 'EUX': did you mean 'EU"),
        ([("1000", "10.001"), ("4000", "-10.001")], "10.001 EUR has more decimals than its currency"),
        ([("1000", "10")], r"has 1 line\(s\): it needs at least two"),
        ([], r"has 0 line\(s\)"),
        ([("1000", "0"), ("4000", "0")], "has a line of zero"),
        ([("1000", "10", "USD"), ("4000", "-10", "USD")], "is in USD and has neither base_amount nor rate"),
        ([("1000", "10", "USD", "9"), ("4000", "-10", "USD", "-8")], r"entity's currency.*= 1\.00 EUR"),
        ([("1000", "10", "USD", "-9"), ("4000", "-10", "USD", "9")], "base_amount -9 has the other sign"),
        ([("1000", "10", "EUR", "9"), ("4000", "-10", "EUR", "-9")], "base_amount 9 is not the amount"),
        ([("1000", "9e18"), ("4000", "-9e18")], "is too large"),
    ],
)
def test_a_wrong_journal_is_refused_in_one_clear_line(books, journal, lines, message):
    request = journal("J1").model_copy(update={"lines": journal("J1", *lines).lines if lines else ()})
    with pytest.raises(InputError, match=message) as refusal:
        post(books.connection, books.tenant, [journal("good"), request])
    assert str(refusal.value).startswith("journal 'J1'")
    assert "\n" not in str(refusal.value)
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 0


def test_an_unknown_entity_is_refused_with_the_nearest(books, journal):
    with pytest.raises(InputError, match="unknown entity 'dee': did you mean 'de'"):
        post(books.connection, books.tenant, [journal("J1", entity="dee")])


def test_a_journal_balances_in_each_of_its_currencies(books, journal):
    request = journal(
        "FX",
        ("1000", "100", "USD", "92.00"),
        ("7900", "-100", "USD", "-92.00"),
        ("1000", "-92.00"),
        ("7900", "92.00"),
    )
    post(books.connection, books.tenant, [request])
    balances = trial_balance(books.connection, books.tenant, "de", YEAR_END)
    assert {(b.account_code, b.currency): (b.balance, b.base_balance) for b in balances} == {
        ("1000", "EUR"): (-9200, -9200),
        ("1000", "USD"): (10000, 9200),
        ("7900", "EUR"): (9200, 9200),
        ("7900", "USD"): (-10000, -9200),
    }


def test_a_balance_is_as_of_the_effective_date_not_of_the_recording(books, journal):
    post(books.connection, books.tenant, [journal("J1", date=date(2026, 3, 1))])
    assert account_balance(books.connection, books.tenant, "de", "1000", date(2026, 2, 28)) == {}
    assert account_balance(books.connection, books.tenant, "de", "1000", date(2026, 3, 1)) == {"EUR": 1000}


def test_an_open_transaction_of_the_caller_decides_the_commit(books, journal):
    with books.another_connection() as other:
        other.execute("SELECT 1")
        post(other, books.tenant, [journal("J1")])
        other.rollback()
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 0


def test_every_journal_is_an_event_and_their_sequence_has_no_gap(books, journal):
    for number in range(5):
        post(books.connection, books.tenant, [journal(f"J{number}")])
        with pytest.raises(InputError):
            post(books.connection, books.tenant, [journal(f"X{number}", ("1000", "1"), ("4000", "-2"))])
    with books.another_connection() as other:
        log = other.execute(
            "SELECT sequence, kind, body::json -> 'journal' ->> 0 FROM ledger.event_log WHERE tenant_id = %s ORDER BY 1",
            (books.tenant,),
        ).fetchall()
    assert [sequence for sequence, _, _ in log] == list(range(1, len(log) + 1))
    assert [name for _, kind, name in log if kind == "journal_posted"] == ["J0", "J1", "J2", "J3", "J4"]
