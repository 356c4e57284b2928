"""The oracles: two ledgers that others wrote read our whole book and come to our balances."""

from dataclasses import replace

import pytest
from beancount.core.data import Commodity, Open, Transaction

from ledger.files import post_file
from ledger.setup import sync_books
from sample.generate import generate
from tests.integration.ledger.oracles.conftest import Exported
from tests.integration.ledger.oracles.tools import beancount, beancount_balances, hledger_balances
from tieout.config import load


@pytest.fixture(params=["acme-de", "acme-us"])
def sample_company(request, books, tmp_path):
    sample = generate(tmp_path / "acme", journals=300)
    config = load(sample.root / "tieout.yml").model_copy(update={"tenant": books.tenant})
    sync_books(books.connection, config, sample.root)
    for path in sample.postings:
        assert post_file(books.connection, config, path).refused == ()
    return Exported(replace(books, config=config), request.param)


def test_both_tools_agree_on_every_account_and_currency_at_every_month_end(sample_company):
    amounts, base_amounts = sample_company.balances("hledger")
    assert len({month for *_, month in amounts}) >= 3
    assert {account for account, *_ in amounts} >= {
        "assets:1110 Processor Clearing",
        "expenses:5200 Payment Processing Fees",
    }
    text = sample_company.text("hledger")
    assert hledger_balances(text) == amounts
    assert hledger_balances(text, "-B") == base_amounts
    text = sample_company.text("beancount")
    months = [month.isoformat() for month in sample_company.months()]
    assert beancount_balances(text, months) == sample_company.balances("beancount")[0]


def test_everything_is_opened_on_its_first_day(sample_company):
    entries = beancount(sample_company.text("beancount"))
    first = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            first.setdefault(posting.account, entry.date)
            first.setdefault(posting.units.currency, entry.date)
    opened = {entry.account: entry.date for entry in entries if isinstance(entry, Open)}
    used = {account: day for account, day in opened.items() if account in first}
    assert used == {account: first[account] for account in used}
    assert {day for account, day in opened.items() if account not in first} <= {min(first.values())}
    declared = {entry.currency: entry.date for entry in entries if isinstance(entry, Commodity)}
    assert declared == {currency: first[currency] for currency in declared}
    assert first.keys() <= opened.keys() | declared.keys()


def test_one_cent_between_two_accounts_is_another_book(sample_company):
    """The oracles can say no: a transaction too many, itself in balance, is seen at every month-end that follows."""
    currency = "EUR" if sample_company.entity == "acme-de" else "USD"
    later = {("assets:1000 Cash", currency, month) for month in ("2026-09-01", "2026-10-01")}
    ours = sample_company.balances("hledger")[0]
    cent = (
        f"\n2026-09-30 *\n  assets:1000 Cash  0.01 {currency}\n  expenses:5100 Operating Expenses  -0.01 {currency}\n"
    )
    assert changed(hledger_balances(sample_company.text("hledger") + cent), ours) >= later
    ours = sample_company.balances("beancount")[0]
    cent = (
        cent.replace("*", '* ""')
        .replace("assets:1000 ", "Assets:A1000-")
        .replace("expenses:5100 Operating ", "Expenses:A5100-Operating-")
    )
    months = [month.isoformat() for month in sample_company.months()]
    later = {("Assets:A1000-Cash", *place[1:]) for place in later}
    assert changed(beancount_balances(sample_company.text("beancount") + cent, months), ours) >= later


def changed(theirs, ours):
    return {place for place in theirs.keys() | ours.keys() if theirs.get(place) != ours.get(place)}
