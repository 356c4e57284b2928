"""Statements repeat the marts, add up as statements do, and open the lines behind each figure."""

from pathlib import Path

import pytest

from tests.support.dashboard_pages import open_page, query, rows_of, table, text_of
from tests.support.marts_fixture import publish
from tieout import figures

SCOPE = "entity_id = 'acme-de' AND book = 'ledger' AND period = '2026-02'"


def open_statement(kind: str, **extra: str):
    return open_page("statements", statement=kind, period="2026-02", **extra)


def test_the_trial_balance_repeats_the_mart_and_ends_in_zero(published: Path) -> None:
    rows = rows_of(open_statement("Trial balance"), "statement_table")
    expected = query(
        published,
        "SELECT account_code, opening_balance, debit, credit, closing_balance FROM trial_balance"
        f" WHERE {SCOPE} ORDER BY account_code",
    )
    shown = [[row[1], *row[3:]] for row in rows if row[1]]
    assert shown == [[code, *(figures.amount(value, 2) for value in values)] for code, *values in expected]
    assert rows[-1][0] == "Total EUR"
    assert rows[-1][-1] == "0.00"
    assert rows[-1][4] == rows[-1][5]


def test_profit_and_loss_ends_in_revenue_less_expense(published: Path) -> None:
    rows = rows_of(open_statement("Profit and loss"), "statement_table")
    ((net, year),) = query(
        published,
        "SELECT sum(CASE section WHEN 'revenue' THEN amount ELSE -amount END),"
        f" sum(CASE section WHEN 'revenue' THEN year_to_date ELSE -year_to_date END) FROM profit_and_loss WHERE {SCOPE}",
    )
    assert rows[-1][0] == "Net income"
    assert (rows[-1][2], rows[-1][-1]) == (figures.amount(net, 2), figures.amount(year, 2))


def test_the_balance_sheet_balances_on_the_page(published: Path) -> None:
    rows = {row[0]: row[2] for row in rows_of(open_statement("Balance sheet"), "statement_table")}
    ((assets,),) = query(published, f"SELECT sum(amount) FROM balance_sheet WHERE {SCOPE} AND section = 'asset'")
    assert rows["Total assets"] == rows["Total liabilities and equity"] == figures.amount(assets, 2)


def test_an_empty_comparative_takes_no_column(published: Path) -> None:
    labels = [c["label"] for c in table(open_statement("Profit and loss"), "statement_table")["columns"]]
    assert labels == ["Account", "Code", "This period, EUR", "Prior period, EUR", "Year to date, EUR"]


@pytest.mark.parametrize(
    ("kind", "account", "column", "condition"),
    [
        ("Trial balance", "4000|EUR", "amount", "period = '2026-02' AND currency = 'EUR'"),
        ("Profit and loss", "4000", "base_amount", "period = '2026-02'"),
        ("Balance sheet", "1110", "base_amount", "period <= '2026-02'"),
    ],
)
def test_a_selected_account_opens_the_lines_that_make_its_figure(
    published: Path, kind: str, account: str, column: str, condition: str
) -> None:
    app = open_statement(kind, account=account)
    code = account.partition("|")[0]
    ((count, total),) = query(
        published,
        f"SELECT count(*), sum({column}) FROM general_ledger"
        f" WHERE entity_id = 'acme-de' AND account_code = '{code}' AND {condition}",
    )
    text = text_of(app)
    assert f"{count} lines" in text
    assert f"Debit less credit: {figures.amount(total, 2)} EUR." in text
    assert len(rows_of(app, "journal_lines")) == count


def test_current_year_earnings_is_a_sum_and_opens_nothing(published: Path) -> None:
    lines = table(open_statement("Balance sheet"), "statement_table")["lines"]
    earnings = next(line for line in lines if line["cells"][1]["text"] == "CYE")
    assert earnings["id"] is None


def test_an_incomplete_statement_says_so(published: Path) -> None:
    app = open_page("statements", entity="Acme Inc (acme-us)", statement="Profit and loss", period="2026-03")
    assert "This statement is incomplete" in text_of(app)
    assert "This statement is incomplete" not in text_of(open_statement("Profit and loss"))


def test_the_selected_account_stays_selected_when_the_statement_changes(published: Path) -> None:
    app = open_statement("Profit and loss", account="4000|EUR")
    assert table(app, "statement_table")["picked"] == "4000"
    assert "Lines of account 4000" in text_of(app)


def test_a_book_of_two_currencies_totals_each_and_then_all_in_the_functional_currency(workspace: Path) -> None:
    publish(
        workspace,
        after="UPDATE marts.trial_balance SET currency = 'GBP', base_opening_balance = 2 * opening_balance"
        " WHERE account_code IN ('1900', '2000')",
    )
    rows = rows_of(open_page("statements", period="2026-03"), "statement_table")
    ((opening, closing),) = query(
        workspace,
        "SELECT sum(base_opening_balance), sum(base_closing_balance) FROM trial_balance"
        " WHERE entity_id = 'acme-de' AND period = '2026-03'",
    )
    assert opening != 0
    assert [row[0] for row in rows if row[0].startswith(("Total", "All"))] == [
        "Total EUR",
        "Total GBP",
        "All currencies, in EUR",
    ]
    assert rows[-1][3:] == [figures.amount(opening, 2), "", "", figures.amount(closing, 2)]


def test_our_own_book_is_shown_first(workspace: Path) -> None:
    copies = ("journals", "payroll", "a-first-by-name")
    after = ";".join(
        f"INSERT INTO marts.trial_balance SELECT * REPLACE ('{book}' AS book) FROM marts.trial_balance WHERE book = 'ledger'"
        for book in copies
    )
    publish(workspace, after=after)
    assert "Book ledger, March 2026." in text_of(open_page("statements"))
