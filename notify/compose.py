"""Reading from the published marts what there is to tell: counts, sums, and each reconciliation's worst exceptions."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import duckdb

from notify.contents import Contents, Entry, Section, Sum
from tieout.money import Currencies

WORST = 10

_CANDIDATES = """
SELECT exception_id, unnest(CASE WHEN due_at < run.as_of THEN ['new', 'overdue'] ELSE ['new'] END) AS told_as
FROM marts.exceptions
CROSS JOIN marts.run
WHERE list_contains($only, severity) AND exception_id NOT IN (SELECT unnest($at_rest::VARCHAR[]))
ORDER BY exception_id
"""

_TOLD = """
WITH told AS (
    SELECT exception_id, bool_or(told_as = 'new') AS is_new, bool_or(told_as = 'overdue') AS is_overdue
    FROM (SELECT unnest($exception_ids) AS exception_id, unnest($told_as) AS told_as)
    GROUP BY exception_id
),

listed AS (
    SELECT exceptions.*, told.is_new, told.is_overdue, due_at < run.as_of AS was_due
    FROM marts.exceptions
    CROSS JOIN marts.run
    LEFT JOIN told USING (exception_id)
    WHERE list_contains($only, severity) AND exception_id NOT IN (SELECT unnest($at_rest::VARCHAR[]))
)
"""

_SUMS = f"""
{_TOLD}
SELECT
    reconciliation,
    currency,
    count(*) FILTER (is_new) AS new,
    count(*) FILTER (is_overdue) AS overdue,
    count(*) AS open,
    count(*) FILTER (was_due) AS open_overdue,
    coalesce(sum(abs(amount)) FILTER (is_new), 0) AS new_amount,
    coalesce(sum(abs(amount)) FILTER (is_overdue), 0) AS overdue_amount
FROM listed
GROUP BY reconciliation, currency
HAVING count(is_new) > 0
ORDER BY reconciliation NULLS LAST, currency NULLS LAST
"""

_WORST = f"""
{_TOLD}
SELECT
    reconciliation, exception_id, is_new, is_overdue, type, severity, source, line_ref, currency, amount, date,
    age_days, due_at, reference, counterparty, description, context, suggestion
FROM listed
WHERE is_new IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY reconciliation
    ORDER BY list_position(['critical', 'high', 'medium', 'low'], severity), abs(amount) DESC NULLS LAST, exception_id
) <= {WORST}
ORDER BY
    reconciliation NULLS LAST, list_position(['critical', 'high', 'medium', 'low'], severity),
    abs(amount) DESC NULLS LAST, exception_id
"""

_RUN = "SELECT run_id, as_of FROM marts.run"


class Candidate(NamedTuple):
    """An exception that may have to be told, `new` or `overdue`."""

    exception_id: str
    told_as: str


class Heading(NamedTuple):
    """Whose digest it is, and when it was made."""

    digest_id: str
    tenant: str
    made_at: datetime


class Scope(NamedTuple):
    """Which exceptions a digest may tell of: those of some severities, but for those that nobody need look at now."""

    only: Sequence[str]
    at_rest: Sequence[str]

    def values(self) -> dict[str, object]:
        """As the queries take it."""
        return {"only": list(self.only), "at_rest": list(self.at_rest)}


def candidates(marts: duckdb.DuckDBPyConnection, scope: Scope) -> list[Candidate]:
    """Every published exception of the scope, and again as overdue where its day has passed."""
    return [Candidate(*row) for row in marts.execute(_CANDIDATES, scope.values()).fetchall()]


def as_of(marts: duckdb.DuckDBPyConnection) -> date:
    """The day that the published figures are told as of."""
    (run,) = _rows(marts, _RUN, {})
    day: date = run["as_of"]
    return day


def compose(
    marts: duckdb.DuckDBPyConnection,
    heading: Heading,
    told: Sequence[Candidate],
    scope: Scope,
    currencies: Currencies,
) -> Contents:
    """The digest that tells of these."""
    asked: dict[str, object] = {
        **scope.values(),
        "exception_ids": [candidate.exception_id for candidate in told],
        "told_as": [candidate.told_as for candidate in told],
    }
    sums, worst = _rows(marts, _SUMS, asked), _rows(marts, _WORST, asked)
    (run,) = _rows(marts, _RUN, {})
    sections = [
        _section(name, list(rows), [row for row in worst if row["reconciliation"] == name], currencies)
        for name, rows in groupby(sums, key=lambda row: row["reconciliation"])
    ]
    return Contents(
        **heading._asdict(),
        **run,
        new=sum(section.new for section in sections),
        overdue=sum(section.overdue for section in sections),
        reconciliations=sections,
    )


def _section(
    name: str | None, sums: Sequence[dict[str, Any]], worst: Sequence[dict[str, Any]], currencies: Currencies
) -> Section:
    counts = {key: sum(row[key] for row in sums) for key in ("new", "overdue", "open", "open_overdue")}
    return Section(
        reconciliation=name,
        **counts,
        sums=[
            Sum(
                currency=row["currency"],
                new=_written(row["new_amount"], row["currency"], currencies),
                overdue=_written(row["overdue_amount"], row["currency"], currencies),
            )
            for row in sums
            if row["currency"]
        ],
        worst=[
            Entry.model_validate(
                {
                    **row,
                    "is_overdue": bool(row["is_overdue"]),
                    "amount": None if row["amount"] is None else _written(row["amount"], row["currency"], currencies),
                }
            )
            for row in worst
        ],
    )


def _written(amount: Decimal, currency: str, currencies: Currencies) -> str:
    """The amount in its currency's decimals: marts hold nine, of which the further ones are zero."""
    return f"{amount:.{currencies.scale(currency)}f}"


def _rows(marts: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object]) -> list[dict[str, Any]]:
    cursor = marts.execute(sql, values or None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
