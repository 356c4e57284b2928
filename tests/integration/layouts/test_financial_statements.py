"""A company of three months, worked by hand, through its printed financial statements.

In January it earns 4,000 - 800 (rent) - 100 (depreciation) + 40 (exchange difference on cash) = 3,140. Cash: profit
3,140 + depreciation 100 (no cash, IAS 7.20(b)) - exchange 40 (IAS 7.28) - receivables 1,500 + payables 800 + advance 600
= 3,100 operating; 1,200 paid for a machine (IAS 7.16(a)); 5,000 borrowed (IAS 7.17(c)); 40 by exchange rates: 6,940. In
February the machine, carried at 1,100, is sold for 1,150: the gain of 50 is taken out of operating, the proceeds are
investing (IAS 7.14). Profit 710 - 50 + 40 - 700 (owed by the card processor) - 800 = -800; 1,150; -1,000 - 500 = -1,500;
the revaluation turned back -40: together -1,190.

`euro` and `dollar` are a group. A dollar is worth 1/1.10 euros in January and 1/1.20 in February. The dollars that were there
at February's beginning, 1,110, lost 1,110/1.10 - 1,110/1.20 = 84.09 euros without any flow (IAS 7.28).

`closed` is the same company, whose 2025 was closed by a journal. `seasons` sells once a year, the second time also in a
currency that nothing gives a rate for. `astray` has a layout that forgets one account and names another twice.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.claims import claims
from tests.support.books_build import build_books

HERE = Path(__file__).parent
GOLDENS = sorted(file.stem for file in (HERE / "goldens").glob("*.csv"))
ENTITIES = """
  - {id: open, name: Open, currency: EUR}
  - {id: closed, name: Closed, currency: EUR, layout: us_gaap}
  - {id: seasons, name: Seasons, currency: EUR}
  - {id: astray, name: Astray, currency: EUR, layout: own.yml}
  - {id: euro, name: Euro, currency: EUR}
  - {id: dollar, name: Dollar, currency: USD}
"""
KEYS = """
accounts: chart.csv
reporting: {budget: "budget/*.csv", tags: {cash: ["Assets:*:Bank?"]}}
groups: [{id: both, name: Both, currency: EUR, entities: [euro, dollar], book: books}]
rates: [{path: rates.csv, format: csv}]
"""
CHART = """code,name,type,tags
1500,Machines,asset,fixed_asset non_monetary
1590,Accumulated depreciation,asset,depreciation non_monetary
2500,Bank loan,liability,borrowing
3200,Dividends,equity,dividend
4800,Gain on disposals,revenue,disposal
5600,Depreciation,expense,
"""
CLOSING = """
close,2025-12-31,4000,3000,,closing
close,2025-12-31,5000,,1000,closing
close,2025-12-31,3100,,2000,closing
"""
SEASONS = """
first,2025-02-10,1000,100,,
first,2025-02-10,4000,,100,
second,2026-02-10,Assets:DE:Bank1,150,,
second,2026-02-10,4000,,150,
"""
ASTRAY = """
begun,2026-02-01,X1,5,,
begun,2026-02-01,Y1,7,,
begun,2026-02-01,3000,,12,
"""
GROUP = """
begun,2026-01-05,1000,1000,,
begun,2026-01-05,3000,,1000,
sale,2026-01-09,1000,110,,
sale,2026-01-09,4000,,110,
more,2026-02-09,1000,300,,
more,2026-02-09,4000,,300,
"""
RATES = "date,base,quote,rate\n" + "".join(
    f"2026-{month:02}-{day:02},EUR,USD,{rate}\n" for month, rate in ((1, "1.10"), (2, "1.20")) for day in range(1, 29)
)
BUDGET = """entity,book,period,account,amount
open,books,2026-01,4000,3000
open,books,2026-01,4100,200
open,books,2026-01,5100,900
"""
MODELS = (
    "financial_statements",
    "cash_flow",
    "account_lines",
    "trial_balance",
    "balance_sheet",
    "profit_and_loss",
    "profit_and_loss_by_period",
)


@pytest.fixture(scope="module")
def marts(server_root):
    return build_books(
        server_root,
        _journals(),
        as_of=date(2026, 2, 28),
        models=MODELS,
        entities=ENTITIES,
        keys=KEYS,
        files={
            "chart.csv": CHART,
            "own.yml": (HERE / "own.yml").read_text(),
            "budget/sales.csv": BUDGET,
            "rates.csv": RATES,
        },
    )


def _journals() -> str:
    company = (HERE / "journals.csv").read_text().splitlines()[1:]
    books = {
        "open": company,
        "closed": company + CLOSING.split(),
        "seasons": [*SEASONS.split(), "abroad,2026-02-11,1000,9,,", "abroad,2026-02-11,4000,,9,"],
        "astray": ASTRAY.split(),
        "euro": GROUP.split(),
        "dollar": GROUP.split(),
    }
    lines = ["journal_id,date,account,debit,credit,kind,entity,account_name,account_type,currency"]
    for entity, rows in books.items():
        for row in rows:
            kind = "asset" if row.split(",")[2][0] in "AXY" else ""
            currency = "USD" if row.startswith("abroad") or entity == "dollar" else "EUR"
            lines.append(f"{entity}-{row},{entity},{row.split(',')[2] if kind else ''},{kind},{currency}")
    return "\n".join(lines) + "\n"


def _printed(marts, columns: str, entity: str, statement: str, period: str = "2026-02"):
    return marts.execute(
        f"SELECT {columns} FROM marts.financial_statements"
        " WHERE entity_id = $entity AND statement = $statement AND period = $period ORDER BY line_no",
        {"entity": entity, "statement": statement, "period": period},
    ).fetchall()


@pytest.mark.parametrize("statement", GOLDENS)
def test_a_financial_statement_is_the_one_worked_by_hand(marts, statement):
    with (HERE / "goldens" / f"{statement}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = ("amount", "prior_period", "year_to_date")
    expected = [
        (
            int(row["level"]),
            row["kind"],
            row["line_id"],
            *(Decimal(row[name]) if row[name] else None for name in numbers),
        )
        for row in rows
    ]
    found = _printed(marts, "level, kind, line_id, amount, prior_period, year_to_date", "open", statement)
    assert found == expected


def test_a_year_stands_with_its_periods_side_by_side(marts):
    """The company's two months, the group's in euros, and a year that a missing rate leaves without a figure.

    A month before the books began, or one that is yet to come, has no figure: 0 is a month without one.
    """
    found = marts.execute(
        "SELECT entity_id, fiscal_year, period_01, period_02, period_03, fiscal_year_total"
        " FROM marts.profit_and_loss_by_period"
        " WHERE line_id = 'net_income' AND (entity_id IN ('open', 'seasons') OR basis = 'consolidated') ORDER BY ALL"
    ).fetchall()
    assert found == [
        ("both", 2026, 210, 550, None, 760),
        ("open", 2025, None, None, None, 2000),
        ("open", 2026, 3140, 710, None, 3850),
        ("seasons", 2025, None, 100, 0, 100),
        ("seasons", 2026, 0, None, None, None),
    ]


def test_us_gaap_begins_with_what_is_most_liquid_and_says_it_in_its_own_words(marts):
    found = _printed(marts, "label", "closed", "balance_sheet")
    assert [label for (label,) in found][:5] == [
        "Assets",
        "Current assets",
        "Cash and cash equivalents",
        "Accounts receivable, net",
        "Total current assets",
    ]


def test_the_cash_flow_is_the_same_whether_or_not_the_year_was_closed(marts):
    flows = marts.execute(
        "SELECT entity_id, period, section, account_code, amount, prior_period, year_to_date FROM marts.cash_flow"
        " WHERE entity_id IN ('open', 'closed') ORDER BY ALL"
    ).fetchall()
    by_entity = {entity: [row[1:] for row in flows if row[0] == entity] for entity in ("open", "closed")}
    assert by_entity["open"] == by_entity["closed"]
    assert len(by_entity["open"]) > 20


def test_closing_moves_earlier_earnings_to_retained_earnings_and_leaves_equity_as_it_was(marts):
    lines = ("retained_earnings", "earlier_earnings", "equity")
    equity = {
        entity: dict(_printed(marts, "line_id, amount", entity, "balance_sheet", "2026-01"))
        for entity in ("open", "closed")
    }
    assert [equity["open"].get(line) for line in lines] == [None, 2000, 15140]
    assert [equity["closed"].get(line) for line in lines] == [2000, None, 15140]


def test_a_budget_stands_beside_its_line_and_every_subtotal_of_it(marts):
    """Revenue 4,000 against 3,000 + 200: 25 %. Nothing was budgeted for depreciation."""
    columns = "line_id, budget, budget_variance, budget_variance_percent"
    found = {row[0]: row[1:] for row in _printed(marts, columns, "open", "profit_and_loss", "2026-01")}
    assert found["revenue"] == (3200, 800, 25)
    assert found["administrative_expenses"] == (900, -100, Decimal("-11.111111"))
    assert found["depreciation"] == (None, None, None)
    assert found["net_income"] == (2300, 840, Decimal("36.521739"))


def test_a_year_before_is_compared_with_and_a_change_from_nothing_has_no_percentage(marts):
    columns = "line_id, amount, prior_year, prior_year_change, prior_year_change_percent, prior_period_change_percent"
    found = _printed(marts, columns, "seasons", "profit_and_loss")
    assert found[0] == ("revenue", 150, 100, 50, 50, None)


def test_a_figure_that_lacks_a_line_says_so_and_so_does_every_total_that_it_is_in(marts):
    lacking = marts.execute(
        "SELECT statement, line_id FROM marts.financial_statements WHERE entity_id = 'seasons' AND incomplete"
        " AND period = '2026-02' ORDER BY ALL"
    ).fetchall()
    assert ("profit_and_loss", "revenue") in lacking
    assert ("profit_and_loss", "net_income") in lacking
    assert ("balance_sheet", "total_assets") in lacking
    assert ("cash_flow", "change_in_cash") in lacking
    assert ("balance_sheet", "capital") not in lacking


def test_a_groups_flows_are_translated_at_average_rates_and_the_rest_is_the_exchange_rates_doing(marts):
    """January: 110 + 110/1.10 earned, 1,000 + 1,000/1.10 paid in. February: 300 + 300/1.20; cash ends at 1,410 + 1,410/1.20."""
    flows = [dict(_printed(marts, "line_id, amount", "both", "cash_flow", period)) for period in ("2026-01", "2026-02")]
    lines = ("profit", "capital", "exchange", "change_in_cash", "opening_cash", "closing_cash")
    january = (210, Decimal("1909.09"), None, Decimal("2119.09"), None, Decimal("2119.09"))
    february = (550, None, Decimal("-84.09"), Decimal("465.91"), Decimal("2119.09"), Decimal(2585))
    found = [tuple(each.get(line) or None for line in lines) for each in flows]
    assert found == [january, february]


def test_an_imported_account_gets_its_tag_by_a_pattern(marts):
    found = marts.execute(
        "SELECT line_id FROM marts.account_lines WHERE account_code = 'Assets:DE:Bank1' ORDER BY statement"
    ).fetchall()
    assert found == [("cash",), ("cash",)]


def test_a_mart_that_lists_accounts_names_the_printed_line_of_each(marts):
    found = marts.execute(
        "SELECT account_code, statement_line FROM marts.balance_sheet WHERE entity_id = 'open' AND period = '2026-01'"
        " AND account_code IN ('1110', '1100', 'CYE', '3000') ORDER BY account_code"
    ).fetchall()
    assert found == [
        ("1100", "Trade and other receivables"),
        ("3000", "Issued capital"),
        ("CYE", "Current year earnings"),
    ]


def _against(marts, claim: str):
    claim_of_audit = next(each for each in claims() if each.spec.expectation == claim)
    assert claim_of_audit.rows is not None
    cursor = marts.execute(claim_of_audit.rows.format(batch=f"marts.{claim_of_audit.spec.subject}"))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_an_account_on_no_line_or_on_two_stops_the_build_by_its_name(marts):
    found = [
        (row["entity_id"], row["account_code"], row["lines"], row["first_line"], row["last_line"])
        for row in _against(marts, "every_account_stands_on_one_line")
        if row["statement"] == "balance_sheet"
    ]
    assert sorted(found) == [("astray", "X1", 0, None, None), ("astray", "Y1", 2, "first", "kept")]


def test_a_total_that_a_layout_makes_wrong_is_caught(marts):
    """X1 is missing and Y1 counts twice: 14 printed, 12 booked. Nobody else's figures are in doubt."""
    found = [(row["entity_id"], row["line_id"], row["amount"], row["accounts"]) for row in _wrong_totals(marts)]
    assert found == [("astray", "total_assets", 14, 12)]
    for claim in ("printed_profit_is_revenue_less_expense", "cash_flow_ties_to_the_change_in_cash"):
        assert _against(marts, claim) == []


def _wrong_totals(marts):
    return _against(marts, "printed_balance_sheet_is_the_sum_of_its_accounts")
