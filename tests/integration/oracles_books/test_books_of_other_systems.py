"""Books from elsewhere come in through `journal_csv` and tie to their own balances: beancount's long example, Xero's journals."""

import csv
import io
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from beancount import loader
from beancount.scripts.example import write_example_file

from tests.integration.ledger.oracles.tools import beancount_balances
from tests.integration.oracles_books import beancount_journal, xero_journals
from tests.support.books_build import STATEMENTS, build_books

ENTITIES = """[
  {id: jack, name: 'Bean, Jack', currency: USD},
  {id: demo, name: 'Demo Ltd', currency: NZD, fiscal_calendar: {kind: month, starts: 1 march}}]"""
COLUMNS = ("journal_id", "entity", "date", "account", "account_name", "account_type", "currency", "amount", "base_amount",
           "description", "counterparty")  # fmt: skip
AS_OF = date(2024, 12, 31)
RESULTS = xero_journals.TYPES["revenue"] | xero_journals.TYPES["expense"]


@dataclass
class Imported:
    """What was exported elsewhere, and the marts that came of it."""

    beancount: str
    xero: list[dict]
    marts: duckdb.DuckDBPyConnection

    def balances(self, entity):
        """{(account, currency, first day of the period): balance at its end}, without those that are zero."""
        rows = self.marts.execute(
            "SELECT account_code, currency, period || '-01', closing_balance FROM marts.trial_balance"
            " WHERE entity_id = $1 AND closing_balance <> 0",
            [entity],
        ).fetchall()
        return {tuple(place): balance for *place, balance in rows}

    def lines(self, entity):
        counted = "SELECT count(*), count(DISTINCT journal_id) FROM marts.general_ledger WHERE entity_id = $1"
        return self.marts.execute(counted, [entity]).fetchone()


@pytest.fixture(scope="module")
def imported(server_root):
    """Two years of an employee's life as beancount invents it, and the journals of a company that used Xero."""
    random.seed(7)
    example = io.StringIO()
    write_example_file(date(1980, 5, 12), date(2023, 1, 1), AS_OF, reformat=False, file=example)
    entries, errors, _ = loader.load_string(example.getvalue())
    assert errors == []
    lines = list(xero_journals.journal_lines())
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows({**row, "entity": "jack"} for row in beancount_journal.rows(entries, "USD"))
    writer.writerows({**row, "entity": "demo"} for row in xero_journals.prepared(lines))
    units = beancount_journal.scales(entries)
    own = ", ".join(f"{{code: {code}, scale: {scale}}}" for code, scale in units.items() if code != "USD")
    models = (*STATEMENTS, "general_ledger")
    keys = f"currencies: [{own}]"
    marts = build_books(server_root, out.getvalue(), as_of=AS_OF, models=models, entities=ENTITIES, keys=keys)
    return Imported(example.getvalue(), lines, marts)


def test_a_beancount_ledger_agrees_with_beancount_at_every_month_end(imported):
    months = [date(year, month, 1).isoformat() for year in (2023, 2024) for month in range(1, 13)]
    ours = imported.balances("jack")
    assert ours == beancount_balances(imported.beancount, months)
    assert {currency for _, currency, _ in ours} >= {"USD", "VACHR", "IRAUSD", "RGAGX", "ITOT"}


def test_every_transaction_and_every_posting_of_it_came_in(imported):
    entries = beancount_journal.transactions(loader.load_string(imported.beancount)[0])
    assert imported.lines("jack") == (sum(len(entry.postings) for entry in entries), len(entries))


def test_a_root_account_of_beancount_is_a_type_of_account(imported):
    types = (
        "SELECT DISTINCT split_part(account_code, ':', 1), account_type FROM marts.trial_balance"
        " WHERE entity_id = 'jack' ORDER BY 1"
    )
    assert imported.marts.execute(types).fetchall() == [
        ("Assets", "asset"),
        ("Equity", "equity"),
        ("Expenses", "expense"),
        ("Income", "revenue"),
        ("Liabilities", "liability"),
    ]


def test_xeros_journals_tie_to_their_own_trial_balance_at_every_month_end(imported):
    running, theirs = defaultdict(Decimal), {}
    months = [date(2022 + (month // 12), month % 12 + 1, 1) for month in range(2, 26)]
    for month in months:
        for line in imported.xero:
            if (line["JournalDate"].year, line["JournalDate"].month) == (month.year, month.month):
                running[line["AccountCode"]] += Decimal(line["NetAmount"])
        theirs |= {(code, "NZD", month.isoformat()): balance for code, balance in running.items() if balance}
    assert imported.balances("demo") == theirs
    assert imported.lines("demo") == (len(imported.xero), xero_journals.JOURNALS)


def test_xeros_types_of_account_are_known(imported):
    types = "SELECT DISTINCT account_code, account_type FROM marts.trial_balance WHERE entity_id = 'demo'"
    found = {kind: set() for kind in xero_journals.TYPES}
    for code, kind in imported.marts.execute(types).fetchall():
        found[kind].add(xero_journals.ACCOUNTS[code][1])
    assert found == xero_journals.TYPES


def test_a_year_that_ends_on_the_last_of_february_ends_on_the_leap_day(imported):
    years = "SELECT fiscal_year, min(starts), max(ends) FROM marts.trial_balance WHERE entity_id = 'demo' GROUP BY 1 ORDER BY 1"
    assert [tuple(row[1:]) for row in imported.marts.execute(years).fetchall()[:2]] == [
        (date(2022, 3, 1), date(2023, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
    ]


@pytest.mark.parametrize(("last", "period"), [(date(2023, 2, 28), "2023-02"), (date(2024, 2, 29), "2024-02")])
def test_the_years_profit_is_what_the_years_journals_earned(imported, last, period):
    first = date(last.year - 1, 3, 1)
    earned = -sum(
        Decimal(line["NetAmount"])
        for line in imported.xero
        if line["AccountType"] in RESULTS and first <= line["JournalDate"] <= last
    )
    result = imported.marts.execute(
        "SELECT sum(CASE section WHEN 'revenue' THEN year_to_date ELSE -year_to_date END) FROM marts.profit_and_loss"
        " WHERE entity_id = 'demo' AND period = $1",
        [period],
    ).fetchone()
    assert result == (earned,)
