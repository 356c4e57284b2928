"""What an account demands of its lines: currency, days, limits; each refusal names the nearest account that would do."""

import threading
from datetime import date
from decimal import Decimal

import pytest

from ledger.posting import post, post_each
from ledger.setup import sync_books
from tieout.errors import InputError


@pytest.fixture
def chart(books):
    """Add accounts to the tenant's chart: the CSV's header and rows."""

    def add(text):
        file = books.workspace.root / f"{books.tenant}.csv"
        file.write_text(text)
        return sync_books(
            books.connection, books.config.model_copy(update={"accounts": file.name}), books.workspace.root
        )

    return add


def balance(books, account):
    return books.scalar(
        "SELECT coalesce(sum(amount), 0) FROM ledger.lines WHERE tenant_id = %s AND account_code = %s",
        books.tenant,
        account,
    )


def test_an_account_of_one_currency_refuses_another_and_names_its_neighbour(books, chart, journal):
    chart("code,name,type,currency\n1010,Dollar account,asset,USD\n")
    with pytest.raises(InputError, match=r'account "1010" .* holds USD only, not EUR: the nearest is "1000", Cash'):
        post(books.connection, books.tenant, [journal("J1", ("1010", "5"), ("4000", "-5"))])


@pytest.mark.parametrize(
    ("day", "says"), [("2025-12-31", "is not open before 2026-01-01"), ("2026-07-01", "is closed after 2026-06-30")]
)
def test_an_account_is_posted_to_on_its_active_days_only(books, chart, journal, day, says):
    chart("code,name,type,active_from,active_to\n1010,Old bank,asset,2026-01-01,2026-06-30\n")
    lines = (("1010", "5"), ("4000", "-5"))
    with pytest.raises(InputError, match=f'{says}, and the journal is dated {day}: the nearest is "1000"'):
        post(books.connection, books.tenant, [journal("J1", *lines, date=date.fromisoformat(day))])
    assert post(books.connection, books.tenant, [journal("J2", *lines, date=date(2026, 6, 30))])


def test_the_law_names_the_nearest_account_too(books):
    with pytest.raises(
        Exception, match=r'account "1001" is not in the chart of entity "de": the nearest is "1000", Cash'
    ):
        books.connection.execute(
            "WITH line AS (INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES (%(t)s, 10000000001, 1, '1001', 'EUR', 5, 5), (%(t)s, 10000000001, 2, '4000', 'EUR', -5, -5))"
            " INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)"
            " VALUES (%(t)s, 10000000001, 'X', 'de', 'EUR', '2026-01-01')",
            {"t": books.tenant},
        )


@pytest.mark.parametrize(
    ("limit", "move", "says"),
    [
        ("floor\n1115,Clearing,asset,EUR,0\n", -1001, "fall below 0.00"),
        ("ceiling\n1115,Clearing,asset,EUR,10\n", 1, "rise above 10.00"),
    ],
)
def test_a_balance_stops_at_its_limit(books, chart, journal, limit, move, says):  # noqa: PLR0913, PLR0917
    chart(f"code,name,type,currency,{limit}")
    post(books.connection, books.tenant, [journal("J1", ("1115", "10"), ("4000", "-10"))])
    beyond = journal("J2", ("1115", Decimal(move).scaleb(-2)), ("4000", Decimal(-move).scaleb(-2)))
    with pytest.raises(InputError, match=rf'account "1115" .* must not {says} EUR'):
        post(books.connection, books.tenant, [beyond])
    assert balance(books, "1115") == 1000


def test_a_limit_starts_from_the_lines_that_are_there(books, chart, journal):
    chart("code,name,type,currency\n1115,Clearing,asset,EUR\n")
    post(books.connection, books.tenant, [journal("J1", ("1115", "-5"), ("4000", "5"))])
    with pytest.raises(InputError, match=r"must not fall below 0\.00 EUR: its balance would be -5\.00"):
        chart("code,name,type,currency,floor\n1115,Clearing,asset,EUR,0\n")
    chart("code,name,type,currency,floor\n1115,Clearing,asset,EUR,-5\n")
    with pytest.raises(InputError, match=r"must not fall below -5\.00 EUR"):
        post(books.connection, books.tenant, [journal("J2", ("1115", "-0.01"), ("4000", "0.01"))])


def test_of_many_writers_only_as_many_pass_as_the_floor_allows(books, chart, journal):
    chart("code,name,type,currency,floor\n1115,Clearing,asset,EUR,0\n")
    post(books.connection, books.tenant, [journal("J0", ("1115", "20"), ("4000", "-20"))])

    def withdraw(writer):
        with books.another_connection() as connection:
            post_each(
                connection, books.tenant, [journal(f"W{writer}-{n}", ("1115", "-1"), ("4000", "1")) for n in range(8)]
            )

    writers = [threading.Thread(target=withdraw, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert balance(books, "1115") == 0
    held = "SELECT balance FROM ledger.limited_balances WHERE tenant_id = %s AND account_code = '1115'"
    assert books.scalar(held, books.tenant) == 0


def test_an_account_cannot_stand_under_itself(books, chart):
    chart("code,name,type,parent\n1010,A,asset,1000\n1011,B,asset,1010\n")
    with pytest.raises(InputError, match='account "1010" cannot stand under "1011"'):
        chart("code,name,type,parent\n1010,A,asset,1011\n1011,B,asset,1010\n")


def test_an_account_with_lines_in_two_currencies_cannot_be_restricted(books, chart, journal):
    chart("code,name,type\n1010,Bank,asset\n")
    post(books.connection, books.tenant, [journal("J1", ("1010", "10", "USD", "9"), ("7900", "-10", "USD", "-9"))])
    with pytest.raises(InputError, match='account "1010" holds lines in USD: it cannot be restricted to EUR'):
        chart("code,name,type,currency\n1010,Bank,asset,EUR\n")


def test_each_of_many_is_posted_or_refused_alone(books, journal):
    requests = [journal(f"J{n}", *((("9999", "1"), ("4000", "-1")) if n % 5 == 3 else ())) for n in range(20)]
    requests[7] = journal("J7", ("1000", "1"), ("4000", "-2"))
    answers = post_each(books.connection, books.tenant, requests)
    refused = {answer.journal_id: answer.code for answer in answers if hasattr(answer, "reason")}
    assert refused == {
        "J3": "unknown_account",
        "J7": "unbalanced",
        "J8": "unknown_account",
        "J13": "unknown_account",
        "J18": "unknown_account",
    }
    again = post_each(books.connection, books.tenant, requests)
    assert [answer.replayed for answer in again if not hasattr(answer, "reason")] == [True] * 15
    assert [answer.journal_id for answer in again] == [f"J{n}" for n in range(20)]
