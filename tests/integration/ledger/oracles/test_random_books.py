"""The oracles on books that hypothesis invents: several currencies, any functional one, odd names and codes, reversals."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.export import beancount, hledger
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.integration.ledger.oracles.conftest import Exported
from tests.integration.ledger.oracles.tools import beancount_balances, hledger_balances
from tests.support.rounds import rounds
from tieout.config import Currency, Entity
from tieout.money import to_major

SCALES = {"EUR": 2, "JPY": 0, "KWD": 3, "BTC": 8, "points": 0, "ETH": 9}
SCALES |= {"B2": 3, "TRUE": 2, "V": 3, "A": 2, "3x-[;": 2, 'O"z, (x)': 3, "X'41": 1, "Ж %41": 2}
OWN = tuple(Currency.model_construct(code=code, scale=scale) for code, scale in SCALES.items())
ODD_ACCOUNTS = (
    ("1000 Cash", "", "asset"),
    ("1000-", "Cash", "asset"),
    ("1000.", "  Cash  at: bank; (petty)\n", "asset"),
    ("1000--2E-", "Cash at bank", "asset"),
    ("1000%2E", "Ünïcode \u2028 Erlöse ☃", "revenue"),
    ("ж:ж", "* [2026-01-01] 'x' \"y\"", "liability"),
    (" ", "(x)", "expense"),
)
ACCOUNTS = ("1000", "4000", "7900", *(code for code, *_ in ODD_ACCOUNTS))
FIRST = date(2025, 11, 20)
_NUMBERS = itertools.count(1)


@st.composite
def legs(draw, currency, base_currency):
    """Some lines on one side and one on the other, which closes: (account, currency, amount, base amount), minor units."""
    side = draw(st.sampled_from((1, -1)))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        amount = side * draw(st.integers(1, 10**17))
        base = amount if currency == base_currency else side * draw(st.integers(1, 10**17))
        lines.append((draw(st.sampled_from(ACCOUNTS)), currency, amount, base))
    closing = [-sum(line[column] for line in lines) for column in (2, 3)]
    return [*lines, (draw(st.sampled_from(ACCOUNTS)), currency, *closing)]


@st.composite
def journals(draw, base_currency):
    currencies = draw(st.lists(st.sampled_from(sorted(SCALES)), min_size=1, max_size=3, unique=True))
    return JournalRequest(
        journal_id=f"J{next(_NUMBERS)}",
        entity="de",
        date=FIRST + timedelta(days=draw(st.integers(0, 120))),
        lines=tuple(
            LineRequest(
                account=account,
                currency=currency,
                amount=to_major(amount, SCALES[currency]),
                base_amount=to_major(base, SCALES[base_currency]),
            )
            for chosen in currencies
            for account, currency, amount, base in draw(legs(chosen, base_currency))
        ),
    )


def test_different_currencies_stay_different_in_both_tools():
    assert len(set(map(beancount.currency_name, SCALES))) == len(set(map(hledger.symbol, SCALES))) == len(SCALES)


@pytest.mark.soak
@settings(max_examples=rounds(8, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base_currency=st.sampled_from(sorted(SCALES)), data=st.data())
def test_both_tools_agree_on_any_book_at_every_month_end(new_books, base_currency, data):
    entity = Entity.model_construct(id="de", name="Acme", currency=base_currency, fiscal_year_start=1)
    books = new_books(OWN, ODD_ACCOUNTS, entities=(entity,))
    batch = data.draw(st.lists(journals(base_currency), min_size=1, max_size=8))
    post(books.connection, books.tenant, batch)
    for original in data.draw(st.lists(st.sampled_from(batch), max_size=3, unique=True)):
        day = original.date + timedelta(days=data.draw(st.integers(0, 40)))
        key = f"R {original.journal_id}"
        reverse(books.connection, books.tenant, original.journal_id, date=day, reason="wrong; so", key=key)
    exported = Exported(books)

    amounts, base_amounts = exported.balances("hledger")
    text = exported.text("hledger")
    assert hledger_balances(text) == amounts
    assert hledger_balances(text, "-B") == base_amounts
    months = [month.isoformat() for month in exported.months()]
    assert beancount_balances(exported.text("beancount"), months) == exported.balances("beancount")[0]
