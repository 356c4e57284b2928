"""What the published marts say is due: balances whose worth at the closing rate is not posted yet.

The figures are the marts' own, which everybody sees and the audit has checked. A book that has moved since then would
be revalued to what it was: each balance is compared with the ledger as it is now before anything is posted.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from tieout.errors import InputError

_DUE = """
SELECT account_code, currency, balance, base_currency, carrying_amount + posted AS carried, revalued_amount, due,
    CAST(rate AS VARCHAR) AS rate, CAST(rate_date AS VARCHAR) AS rate_date, rate_source, incomplete
FROM marts.revaluations
WHERE entity_id = $entity AND book = 'ledger' AND period = $period
ORDER BY account_code, currency
"""
_PUBLISHED = """
SELECT account_code, currency, closing_balance, base_closing_balance
FROM marts.trial_balance
WHERE entity_id = $entity AND book = 'ledger' AND ends <= $day
QUALIFY row_number() OVER (PARTITION BY account_code, currency ORDER BY ends DESC, period DESC) = 1
"""
_SPAN = """
SELECT least(min(balances.starts), run.as_of), greatest(max(balances.ends), run.as_of)
FROM marts.run AS run
LEFT JOIN marts.trial_balance AS balances ON balances.entity_id = $entity
GROUP BY run.as_of
"""
_POSTED = """
SELECT count(DISTINCT journal_id)
FROM marts.general_ledger
WHERE book = 'ledger' AND kind = 'revaluation' AND entity_id = $entity AND reverses IS NULL
    AND starts_with(journal_id, $prefix)
"""


@dataclass(frozen=True)
class Due:
    """A foreign balance at a period's end: amounts in major units, debit positive, `carried` with what is posted."""

    account_code: str
    currency: str
    balance: Decimal
    base_currency: str
    carried: Decimal
    revalued: Decimal
    due: Decimal
    rate: str
    rate_date: str
    rate_source: str


def journal_prefix(entity: str, period: str) -> str:
    """How the ids of a period's revaluation journals begin: a number follows."""
    return f"revaluation/{entity}/{period}/"


def read_due(marts: duckdb.DuckDBPyConnection, entity: str, period: str) -> list[Due]:
    """Every foreign monetary balance of our own ledger.

    Raises:
        InputError: a closing rate or a functional amount is missing; its accounts are named.
    """
    rows = marts.execute(_DUE, {"entity": entity, "period": period}).fetchall()
    unknown = [f"{account} in {currency}" for account, currency, *_, incomplete in rows if incomplete]
    if unknown:
        raise InputError(
            f"period {period} of {entity} cannot be revalued: a closing rate or a functional amount is missing for"
            f" {', '.join(unknown)}: see `tieout exceptions`, give the rate under 'rates:' and run `tieout run`"
        )
    return [Due(*row[:-1]) for row in rows]


def published_balances(
    marts: duckdb.DuckDBPyConnection, entity: str, day: date
) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Our own ledger's balances at the end of a day as they are published, adjustments too.

    (account, currency) → in that currency and in the functional one, major units.
    """
    rows = marts.execute(_PUBLISHED, {"entity": entity, "day": day}).fetchall()
    return {(account, currency): (balance, base) for account, currency, balance, base in rows}


def published_span(marts: duckdb.DuckDBPyConnection, entity: str) -> tuple[date, date]:
    """The first and the last day that an entity's published periods reach; the run's day is between them."""
    first, last = marts.execute(_SPAN, {"entity": entity}).fetchall()[0]
    return first, last


def posted_journals(marts: duckdb.DuckDBPyConnection, entity: str, period: str) -> int:
    """How many revaluation journals of the period the published marts know."""
    found = marts.execute(_POSTED, {"entity": entity, "prefix": journal_prefix(entity, period)}).fetchone()
    return int(found[0]) if found else 0
