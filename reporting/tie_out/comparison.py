"""The comparison itself: one full outer join by the account's code, in exact decimals."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import duckdb

from reporting.tie_out.other_trial_balance import Dialect, load_theirs
from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_PERIODS = """
SELECT DISTINCT period FROM marts.trial_balance WHERE entity_id = $entity AND book = $book ORDER BY period
"""
_COMPARED = """
WITH ours AS (
    SELECT account_code, max(account_name) AS account_name, sum(base_closing_balance) AS balance,
        max(base_currency) AS currency
    FROM marts.trial_balance
    WHERE entity_id = $entity AND book = $book AND period = $period
    GROUP BY account_code
),
compared AS (
    SELECT account_code, coalesce(ours.account_name, theirs.account_name) AS account_name, ours.balance AS ours,
        theirs.balance AS theirs, coalesce(ours.balance, 0) - coalesce(theirs.balance, 0) AS difference
    FROM ours FULL OUTER JOIN theirs USING (account_code)
)
SELECT account_code, account_name, ours, theirs, difference,
    CASE
        WHEN difference = 0 THEN 'equal'
        WHEN theirs IS NULL THEN 'only ours'
        WHEN ours IS NULL THEN 'only theirs'
        ELSE 'differs'
    END AS outcome
FROM compared
ORDER BY account_code
"""
_CURRENCY = """
SELECT max(base_currency), bool_or(incomplete) FROM marts.trial_balance
WHERE entity_id = $entity AND book = $book AND period = $period
"""


class TieOutScope(NamedTuple):
    """Whose trial balance, of which book, at the end of which period (None: the book's last)."""

    entity: str
    book: str
    period: str | None


class ComparedAccount(NamedTuple):
    """One account on both sides, in major units, debit positive; `difference` is ours minus theirs."""

    account_code: str
    account_name: str | None
    ours: Decimal | None
    theirs: Decimal | None
    difference: Decimal
    outcome: str


class TieOut(NamedTuple):
    """Every account, the totals of both sides, and the lines of the file that name no account."""

    entity: str
    book: str
    period: str
    currency: str
    incomplete: bool
    accounts: Sequence[ComparedAccount]
    ours: Decimal
    theirs: Decimal
    lines_left_out: int

    @property
    def ties(self) -> bool:
        """Whether every account agrees."""
        return all(account.outcome == "equal" for account in self.accounts)

    def counted(self) -> dict[str, int]:
        """Accounts by outcome."""
        outcomes = [account.outcome for account in self.accounts]
        return {outcome: outcomes.count(outcome) for outcome in ("equal", "differs", "only ours", "only theirs")}


def tie_out(marts: duckdb.DuckDBPyConnection, file: Path, scope: TieOutScope, dialect: Dialect) -> TieOut:
    """Compare our trial balance in functional currency with the file.

    Raises:
        InputError: the file cannot be read, or there is no such entity, book or period.
    """
    period = _period(marts, scope)
    left_out = load_theirs(marts, file, dialect)
    about = {"entity": scope.entity, "book": scope.book, "period": period}
    accounts = [ComparedAccount(*row) for row in marts.execute(_COMPARED, about).fetchall()]
    currency, incomplete = marts.execute(_CURRENCY, about).fetchall()[0]
    return TieOut(
        scope.entity,
        scope.book,
        period,
        currency,
        incomplete,
        accounts,
        sum((account.ours or Decimal(0) for account in accounts), Decimal(0)),
        sum((account.theirs or Decimal(0) for account in accounts), Decimal(0)),
        left_out,
    )


def _period(marts: duckdb.DuckDBPyConnection, scope: TieOutScope) -> str:
    about = {"entity": scope.entity, "book": scope.book}
    periods = [period for (period,) in marts.execute(_PERIODS, about).fetchall()]
    if not periods:
        raise InputError(f"no trial balance of entity '{scope.entity}' and book '{scope.book}' is published")
    if scope.period is not None and scope.period not in periods:
        mean = did_you_mean(scope.period, periods)
        raise InputError(f"'{scope.entity}' has no period '{scope.period}' in book '{scope.book}': {mean}")
    return scope.period or periods[-1]
