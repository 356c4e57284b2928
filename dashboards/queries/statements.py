"""Financial statements by account, as the reports of these names have them, and the journal lines behind a figure."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.marts import Marts, Row
from dashboards.queries.reports import Scope, document
from reporting.reports import REPORTS

TRIAL_BALANCE, PROFIT_AND_LOSS, BALANCE_SHEET = (
    "trial_balance",
    "profit_and_loss_by_account",
    "balance_sheet_by_account",
)
"""The reports that the page shows, by their names."""

OF_SCOPE = "entity_id = $entity AND book = $book AND period = $period"

FUNCTIONAL_TOTAL = f"""
SELECT base_currency, sum(base_opening_balance) AS opening_balance, sum(base_closing_balance) AS closing_balance
FROM trial_balance
WHERE {OF_SCOPE}
GROUP BY base_currency
"""

POSTED_ACCOUNTS = f"SELECT DISTINCT account_code FROM trial_balance WHERE {OF_SCOPE}"

BEHIND = """
FROM general_ledger
WHERE entity_id = $entity AND book = $book AND account_code = $account
  AND period <= $period AND (period = $period OR $cumulative)
  AND ($currency IS NULL OR currency = $currency)
"""

LINES = f"""
SELECT effective_date, journal_id, line_no, reference, description, counterparty, currency, debit, credit,
       base_currency, base_amount
{BEHIND}
ORDER BY effective_date DESC, journal_id DESC, line_no
LIMIT $rows
"""

LINES_TOTAL = f"SELECT count(*) AS lines, sum(amount) AS amount, sum(base_amount) AS base_amount {BEHIND}"


class Drill(NamedTuple):
    """The lines behind a figure: of an account, in one currency or all, of the period or of all up to its end."""

    account: str
    currency: str | None
    cumulative: bool


def statement(marts: Marts, name: str, scope: Scope) -> tuple[Sequence[Row], bool]:
    """The rows of a report by account, as `tieout report` prints them, and whether they are incomplete.

    Args:
        marts: the version that is shown.
        name: the report's name in the catalogue.
        scope: whose, of which book and period.

    Returns:
        Rows by the names of the report's columns, and whether a line without a functional amount is left out of them.
    """
    report = REPORTS[name]
    table = document(marts, report, scope, "functional").tables[0]
    names = [column.name for column in table.columns]
    missing = f"SELECT coalesce(bool_or(incomplete), false) AS missing FROM {report.source} WHERE {OF_SCOPE}"
    rows = [dict(zip(names, row.cells, strict=True)) for row in table.rows]
    return rows, marts.one(missing, **scope._asdict())["missing"]


def functional_total(marts: Marts, scope: Scope) -> Sequence[Row]:
    """The trial balance's total in the entity's functional currency: zero, or the book is broken."""
    return marts.rows(FUNCTIONAL_TOTAL, **scope._asdict())


def posted_accounts(marts: Marts, scope: Scope) -> frozenset[str]:
    """The accounts that journal lines stand behind; the result of the year, for one, is a sum of others."""
    return frozenset(row["account_code"] for row in marts.rows(POSTED_ACCOUNTS, **scope._asdict()))


def lines(marts: Marts, scope: Scope, drill: Drill, rows: int) -> Sequence[Row]:
    """The newest journal lines behind a figure."""
    return marts.rows(LINES, rows=rows, **scope._asdict(), **drill._asdict())


def lines_total(marts: Marts, scope: Scope, drill: Drill) -> Row:
    """How many lines stand behind a figure, and their sum."""
    return marts.one(LINES_TOTAL, **scope._asdict(), **drill._asdict())
