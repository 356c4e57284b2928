"""Financial statements with their totals, and the journal lines behind a figure."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.marts import Marts, Row

SCOPES = """
SELECT entity_id, book, period
FROM trial_balance
GROUP BY entity_id, book, period
ORDER BY entity_id, book <> 'ledger', book, period DESC
"""

TRIAL_BALANCE = """
SELECT account_code, account_name, account_type, currency, opening_balance, debit, credit, closing_balance, incomplete
FROM trial_balance
WHERE entity_id = $entity AND book = $book AND period = $period
ORDER BY currency, account_code
"""

TRIAL_BALANCE_TOTALS = """
SELECT currency, sum(opening_balance) AS opening_balance, sum(debit) AS debit, sum(credit) AS credit,
       sum(closing_balance) AS closing_balance
FROM trial_balance
WHERE entity_id = $entity AND book = $book AND period = $period
GROUP BY currency
ORDER BY currency
"""

FUNCTIONAL_TOTAL = """
SELECT base_currency, sum(base_opening_balance) AS opening_balance, sum(base_closing_balance) AS closing_balance
FROM trial_balance
WHERE entity_id = $entity AND book = $book AND period = $period
GROUP BY base_currency
"""

COMPARED = "amount, prior_period, prior_year, year_to_date"
SUMMED = ", ".join(f"sum({column}) AS {column}" for column in COMPARED.split(", "))

INCOME = f"""
SELECT section, account_code, account_name, currency, {COMPARED}, incomplete, true AS has_lines
FROM profit_and_loss
WHERE entity_id = $entity AND book = $book AND period = $period
ORDER BY section DESC, account_code
"""

INCOME_TOTALS = f"""
SELECT section, {SUMMED}
FROM profit_and_loss
WHERE entity_id = $entity AND book = $book AND period = $period
GROUP BY section
UNION ALL
SELECT 'net', {", ".join(f"sum(CASE section WHEN 'revenue' THEN {c} ELSE -{c} END)" for c in COMPARED.split(", "))}
FROM profit_and_loss
WHERE entity_id = $entity AND book = $book AND period = $period
"""

POSITION = f"""
SELECT section, account_code, account_name, currency, {COMPARED}, incomplete, account_code IN (
    SELECT account_code FROM trial_balance WHERE entity_id = $entity AND book = $book AND period = $period) AS has_lines
FROM balance_sheet
WHERE entity_id = $entity AND book = $book AND period = $period
ORDER BY list_position(['asset', 'liability', 'equity'], section), account_code
"""

POSITION_TOTALS = f"""
SELECT section, {SUMMED}
FROM balance_sheet
WHERE entity_id = $entity AND book = $book AND period = $period
GROUP BY section
UNION ALL
SELECT 'funding', {SUMMED}
FROM balance_sheet
WHERE entity_id = $entity AND book = $book AND period = $period AND section <> 'asset'
"""

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


class Scope(NamedTuple):
    """Whose statement, of which book, for which period ('YYYY-MM')."""

    entity: str
    book: str
    period: str


class Drill(NamedTuple):
    """The lines behind a figure: of an account, in one currency or all, of the period or of all up to its end."""

    account: str
    currency: str | None
    cumulative: bool


def scopes(marts: Marts) -> Sequence[Scope]:
    """Every entity, book and period that has a trial balance: our own book first, the latest period first."""
    return [Scope(row["entity_id"], row["book"], row["period"]) for row in marts.rows(SCOPES)]


def trial_balance(marts: Marts, scope: Scope) -> tuple[Sequence[Row], dict[str, Row]]:
    """Accounts by currency, and the totals of each currency."""
    totals = marts.rows(TRIAL_BALANCE_TOTALS, **scope._asdict())
    return marts.rows(TRIAL_BALANCE, **scope._asdict()), {row["currency"]: row for row in totals}


def functional_total(marts: Marts, scope: Scope) -> Sequence[Row]:
    """The trial balance's total in the entity's functional currency: zero, or the book is broken."""
    return marts.rows(FUNCTIONAL_TOTAL, **scope._asdict())


def profit_and_loss(marts: Marts, scope: Scope) -> tuple[Sequence[Row], dict[str, Row]]:
    """Revenue and expense lines, and the totals by section; `net` is revenue less expense."""
    totals = marts.rows(INCOME_TOTALS, **scope._asdict())
    return marts.rows(INCOME, **scope._asdict()), {row["section"]: row for row in totals}


def balance_sheet(marts: Marts, scope: Scope) -> tuple[Sequence[Row], dict[str, Row]]:
    """Asset, liability and equity lines, and the totals by section; `funding` is liabilities and equity together."""
    totals = marts.rows(POSITION_TOTALS, **scope._asdict())
    return marts.rows(POSITION, **scope._asdict()), {row["section"]: row for row in totals}


def lines(marts: Marts, scope: Scope, drill: Drill, rows: int) -> Sequence[Row]:
    """The newest journal lines behind a figure."""
    return marts.rows(LINES, rows=rows, **scope._asdict(), **drill._asdict())


def lines_total(marts: Marts, scope: Scope, drill: Drill) -> Row:
    """How many lines stand behind a figure, and their sum."""
    return marts.one(LINES_TOTAL, **scope._asdict(), **drill._asdict())
