"""Subledgers and movements worked by hand: journals in, tables expected, one folder a case, each an entity of one book.

A folder holds `journals.csv` and `later.csv`, the two deliveries, and the tables expected of it after the second one;
`ageing_before.csv` is the ageing after the first. The second build goes on from what the first one carries, so that a
wrong carry shows as a wrong figure. What the cases follow:

- closed_year, open_year: changes in equity (IAS 1.106) with 2025's closing journal and without it.
- rolled: a rollforward of fixed assets (IAS 16.73(e)) and of a loan in dollars, with an adjustment, a revaluation and a
  closing entry.
- customers: open items: part payments, a payment that names the invoice as its group, payments of the oldest first where
  nothing is named, two suppliers with one number, a reversed bill, a dollar invoice settled at another rate.
- annual_plans: contract liabilities (IFRS 15.105, 15.120): billed in advance, recognised, booked ahead, cancelled.
- restated: the second delivery, in a book whose later files restate, takes back a payment that had settled its invoice, and a bill in advance.
"""

import csv
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.integration.subledgers.conftest import GOLDENS, Versions

DELIVERIES = ("journals", "later")
EXPECTED = sorted(f"{file.parent.name}/{file.stem}" for file in GOLDENS.glob("*/*.csv") if file.stem not in DELIVERIES)
_AMOUNT = "DECIMAL(38,9)"


def _rows(marts: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows as a CSV file writes them: amounts as they are written by hand, nothing for null."""
    found = marts.execute(sql, values).fetchall()
    return [tuple("" if value is None else _written(value) for value in row) for row in found]


def _written(value: object) -> str:
    return f"{value.normalize() + Decimal(0):f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("golden", EXPECTED)
def test_a_table_is_the_one_worked_by_hand(versions: Versions, golden: str) -> None:
    case, _, table = golden.partition("/")
    marts = versions.first if table.endswith("_before") else versions.last
    mart = table.removesuffix("_before")
    with (GOLDENS / f"{golden}.csv").open(newline="") as file:
        expected = [tuple(row.values()) for row in csv.DictReader(file)]
        file.seek(0)
        names = next(csv.reader(file))
    columns = ", ".join(names)
    where = "entity_id = $1"
    if "period" in names:
        periods = ", ".join(f"'{period}'" for period in {row[names.index("period")] for row in expected})
        where += f" AND period IN ({periods})"
    if mart == "changes_in_equity":
        where += " AND (amount, prior_period, prior_year, year_to_date, prior_year_to_date) <> (0, 0, 0, 0, 0)"
    found = _rows(marts, f"SELECT {columns} FROM marts.{mart} WHERE {where}", case)
    assert sorted(found) == sorted(expected)


def test_the_last_running_balance_of_a_period_is_its_closing_balance(versions: Versions) -> None:
    sql = """
        WITH last_lines AS (
            SELECT entity_id, book, period, account_code, currency,
                arg_max(running_balance, place) AS running, arg_max(coalesce(base_running_balance, 0), place) AS base_running
            FROM (
                SELECT *, row_number() OVER (ORDER BY effective_date, recorded_at, journal_id, line_no) AS place
                FROM marts.account_ledger
            )
            GROUP BY ALL
        )
        SELECT entity_id, period, account_code, currency, running, closing_balance, base_running, base_closing_balance
        FROM last_lines FULL JOIN marts.trial_balance USING (entity_id, book, period, account_code, currency)
        WHERE debit + credit <> 0
            AND (running IS DISTINCT FROM closing_balance OR base_running IS DISTINCT FROM base_closing_balance)"""
    lines = versions.last.execute("SELECT count(*) FROM marts.account_ledger").fetchone()
    assert lines is not None
    assert lines[0] > 100
    assert _rows(versions.last, sql) == []


def test_a_functional_running_balance_ends_at_the_first_line_without_a_rate(versions: Versions) -> None:
    found = _rows(
        versions.last,
        "SELECT running_balance, base_running_balance FROM marts.account_ledger"
        " WHERE entity_id = 'customers' AND account_code = '1100' AND currency = 'GBP'",
    )
    assert found == [("30", "")]


def test_a_question_about_one_account_reads_its_lines_alone(versions: Versions) -> None:
    """The condition stands at the Parquet files, below the running totals, not above them."""
    (plan,) = versions.last.execute(
        "EXPLAIN SELECT * FROM marts.account_ledger WHERE entity_id = 'rolled' AND account_code = '1500'"
    ).fetchall()
    above, _, below = plan[1].partition("WINDOW")
    assert "FILTER" not in above
    assert "READ_PARQUET" in below
    assert "account_code='1500'" in below


def test_movements_of_equity_are_the_same_with_and_without_the_closing_journal(versions: Versions) -> None:
    sql = """
        SELECT component, period, movement, sum(amount), sum(year_to_date)
        FROM marts.changes_in_equity WHERE entity_id = $1 AND movement <> 'transfers'
        GROUP BY ALL HAVING sum(amount) <> 0 OR sum(year_to_date) <> 0 ORDER BY ALL"""
    closed, still_open = (_rows(versions.last, sql, case) for case in ("closed_year", "open_year"))
    assert closed == still_open
    assert len(closed) > 20
