"""A line in a foreign currency says at which rate, of which day, by whom; no rate is ever invented."""

import itertools
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.support.rounds import rounds
from tieout.errors import InputError

_NUMBERS = itertools.count(1)
RATES = (
    "SELECT rate, rate_date, rate_source FROM ledger.lines WHERE tenant_id = %s AND rate IS NOT NULL ORDER BY line_no"
)


def line(account, amount, currency="USD", **said):
    return LineRequest(account=account, amount=Decimal(amount), currency=currency, **said)


def conversion(journal_id, *lines):
    return JournalRequest(journal_id=journal_id, entity="de", date=date(2026, 1, 31), lines=lines)


def ecb(amount, account="1000", **said):
    return line(account, amount, **{"rate": Decimal("0.92"), "rate_source": "ECB"} | said)


def rates(books):
    found = books.connection.execute(RATES, (books.tenant,)).fetchall()
    books.connection.rollback()
    return found


def test_the_rate_its_date_and_its_source_stand_on_the_line(books):
    post(
        books.connection, books.tenant, [conversion("J1", ecb("100"), ecb("-100", "7900", rate_date=date(2026, 1, 30)))]
    )
    assert rates(books) == [(Decimal("0.92"), date(2026, 1, 31), "ECB"), (Decimal("0.92"), date(2026, 1, 30), "ECB")]
    assert (
        books.scalar(
            "SELECT sum(base_amount) FILTER (WHERE amount > 0) FROM ledger.lines WHERE tenant_id = %s", books.tenant
        )
        == 9200
    )


def test_a_reversal_keeps_the_rates(books):
    post(books.connection, books.tenant, [conversion("J1", ecb("100"), ecb("-100", "7900"))])
    reverse(books.connection, books.tenant, "J1", date=date(2026, 2, 1), reason="r", key="R1")
    assert len(rates(books)) == 4


def test_two_amounts_imply_the_rate(books):
    stated = [line("1000", "3", base_amount=Decimal(1)), line("7900", "-3", base_amount=Decimal(-1))]
    post(books.connection, books.tenant, [conversion("J1", *stated)])
    assert rates(books)[0] == (Decimal("0." + "3" * 30), date(2026, 1, 31), "base_amount")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([line("1000", "1"), line("7900", "-1")], "is in USD and has neither base_amount nor rate"),
        (
            [line("1000", "0.01", base_amount=Decimal(0)), line("7900", "-0.01", base_amount=Decimal(0))],
            "is in USD with base_amount 0, which implies no rate",
        ),
        ([ecb("1", rate_source=None), ecb("-1", "7900")], "has a rate for USD without rate_source"),
        ([ecb("1", currency=None), ecb("-1", "7900", currency=None)], "has a rate, though its line is in EUR"),
        (
            [ecb("100", base_amount=Decimal("92.02")), ecb("-100", "7900")],
            r"base_amount 92\.02 EUR, not 92 by its own rate",
        ),
        (
            [ecb("100", base_amount=Decimal("92.01")), ecb("-100", "7900")],
            r"entity's currency: debits minus credits = 0\.01 EUR",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(books, lines, says):
    if lines[0].currency is None:
        lines = [entry.model_copy(update={"currency": "EUR"}) for entry in lines]
    with pytest.raises(InputError, match=says):
        post(books.connection, books.tenant, [conversion("J1", *lines)])


@pytest.mark.parametrize(
    ("rate", "says"),
    [
        ("NULL, NULL, NULL", "without a rate"),
        ("0.5, '2026-01-01', 'ECB'", "at the rate 0.5"),
        ("1, NULL, 'ECB'", "rate_with_its_date"),
    ],
)
def test_the_law_requires_the_rate_too(books, rate, says):
    def attempt():
        books.connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount, rate,"
            f" rate_date, rate_source) SELECT %s, 20000000001, n, '1000', 'USD', (3 - 2 * n) * 100, (3 - 2 * n) * 92, {rate}"
            " FROM generate_series(1, 2) AS n",
            (books.tenant,),
        )
        books.connection.execute(
            "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)"
            " VALUES (%s, 20000000001, 'X', 'de', 'EUR', '2026-01-01')",
            (books.tenant,),
        )

    with pytest.raises(psycopg.Error, match=says):
        attempt()


@pytest.mark.soak
@settings(max_examples=rounds(20, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=st.integers(1, 10**15),
    rate=st.decimals("0.000001", "10000", places=6).filter(bool),
)
def test_any_rate_is_applied_exactly_and_both_ways_into_the_book_agree(books, amount, rate):
    """The short way computes in Python, the long one in PostgreSQL: a replay compares what they make of one request."""
    number = f"X{next(_NUMBERS)}"
    product = (Decimal(amount) * rate).quantize(Decimal(1), ROUND_HALF_UP)
    said = {"rate": rate, "rate_source": "test"}
    request = conversion(
        number, line("1000", Decimal(amount).scaleb(-2), **said), line("7900", -Decimal(amount).scaleb(-2), **said)
    )
    assert post(books.connection, books.tenant, [request])[0].replayed is False
    assert post(books.connection, books.tenant, [request])[0].replayed is True
    assert books.scalar(
        "SELECT base_amount FROM ledger.journals JOIN ledger.lines USING (tenant_id, journal_no)"
        " WHERE tenant_id = %s AND journal_id = %s AND line_no = 1",
        books.tenant,
        number,
    ) == int(product)
