"""The household that beancount itself invents as its long example comes in whole and ties to beancount, unit by unit."""

import io
import random
from datetime import date

import pytest
from beancount import loader
from beancount.core.data import Transaction
from beancount.scripts.example import write_example_file

from tests.integration.ledger.oracles.tools import beancount_balances
from tests.integration.oracles_books.beancount_journal import converted
from tests.support.books_build import STATEMENTS, build_books

FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
ENTITY = "[{id: e, name: 'Bean, Jack', currency: USD, fiscal_calendar: {kind: month, starts: 1 march}}]"


@pytest.fixture(scope="module")
def example():
    """Two years of an employee's life: pay in several units, shares bought by the lot and sold, a trip abroad."""
    random.seed(7)
    out = io.StringIO()
    write_example_file(date(1980, 5, 12), FIRST, LAST, reformat=False, file=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def marts(yard, example):
    entries, errors, _ = loader.load_string(example)
    assert errors == []
    journals = converted(entries, "USD")
    units = ", ".join(f"{{code: {code}, scale: {scale}}}" for code, scale in journals.scales.items() if code != "USD")
    models = (*STATEMENTS, "+general_ledger")
    return build_books(yard, journals.text, as_of=LAST, models=models, entities=ENTITY, keys=f"currencies: [{units}]")


def months():
    return [date(year, month, 1).isoformat() for year in (2023, 2024) for month in range(1, 13)]


def test_every_balance_agrees_at_every_month_end(marts, example):
    rows = marts.execute("SELECT account_code, currency, period, closing_balance FROM marts.trial_balance").fetchall()
    ours = {(account, currency, f"{period}-01"): balance for account, currency, period, balance in rows if balance}
    assert ours == beancount_balances(example, months())
    assert {currency for _, currency, _ in ours} >= {"USD", "VACHR", "IRAUSD", "RGAGX", "ITOT"}


def test_nothing_was_refused_and_every_posting_is_a_line(marts, example):
    entries = [entry for entry in loader.load_string(example)[0] if isinstance(entry, Transaction)]
    assert marts.execute("SELECT count(*), count(DISTINCT journal_id) FROM marts.general_ledger").fetchall() == [
        (sum(len(entry.postings) for entry in entries), len(entries))
    ]


def test_accounts_have_the_type_that_beancount_gives_them(marts):
    types = "SELECT DISTINCT account_code.split(':')[1], account_type FROM marts.trial_balance ORDER BY 1"
    assert marts.execute(types).fetchall() == [
        ("Assets", "asset"),
        ("Equity", "equity"),
        ("Expenses", "expense"),
        ("Income", "revenue"),
        ("Liabilities", "liability"),
    ]


def test_years_that_end_on_the_last_of_february_end_on_the_leap_day_too(marts):
    years = "SELECT fiscal_year, max(ends) FROM marts.trial_balance GROUP BY 1 ORDER BY 1"
    assert marts.execute(years).fetchall()[:2] == [(2023, date(2023, 2, 28)), (2024, date(2024, 2, 29))]
