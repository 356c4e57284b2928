"""What there is to report, out of the published marts: counts, sums, and each reconciliation's worst exceptions."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import duckdb

from notify.model import Digest, Entry, Section, Sum
from reconcile.casework import CaseState
from reconcile.casework.queue import ACTIVE, SELECTED, WORST_FIRST, QueueFilter, parameters
from tieout.money import Currencies

WORST = 10

_NOTICES = f"""
{SELECTED}
SELECT exception_id, unnest(CASE WHEN due_at < run.as_of THEN ['new', 'overdue'] ELSE ['new'] END) AS notice_kind
FROM selected
CROSS JOIN marts.run
ORDER BY exception_id
"""

_REPORTED = f"""
{SELECTED},

reported AS (
    SELECT exception_id, bool_or(notice_kind = 'new') AS is_new, bool_or(notice_kind = 'overdue') AS is_overdue
    FROM (SELECT unnest($exception_ids) AS exception_id, unnest($notice_kinds) AS notice_kind)
    GROUP BY exception_id
),

listed AS (
    SELECT selected.*, reported.is_new, reported.is_overdue, due_at < run.as_of AS was_due
    FROM selected
    CROSS JOIN marts.run
    LEFT JOIN reported USING (exception_id)
)
"""

_SUMS = f"""
{_REPORTED}
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
{_REPORTED}
SELECT
    reconciliation, exception_id, is_new, is_overdue, type, severity, source, line_ref, currency, amount, date,
    age_days, due_at, reference, counterparty, description, context, suggestion
FROM listed
WHERE is_new IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY reconciliation ORDER BY {WORST_FIRST}) <= {WORST}
ORDER BY reconciliation NULLS LAST, {WORST_FIRST}
"""

_RUN = "SELECT run_id, as_of FROM marts.run"


class Notice(NamedTuple):
    """An exception to report, as `new` or as `overdue`."""

    exception_id: str
    notice_kind: str


class Heading(NamedTuple):
    """A digest's id, its tenant, and when it was made."""

    digest_id: str
    tenant: str
    made_at: datetime


class Scope(NamedTuple):
    """Which exceptions a digest may report: those of some severities that still need work.

    Attributes:
        only: the severities.
        states: casework as it is now, for people may have worked since the publication.
    """

    only: Sequence[str]
    states: Sequence[CaseState]

    def parameters(self) -> dict[str, object]:
        """The parameters of the queue's SQL."""
        return parameters(self.states, QueueFilter(severities=self.only, statuses=ACTIVE))


def notices(marts: duckdb.DuckDBPyConnection, scope: Scope) -> list[Notice]:
    """Every published exception of the scope as new, and again as overdue where its due date has passed."""
    return [Notice(*row) for row in marts.execute(_NOTICES, scope.parameters()).fetchall()]


def as_of(marts: duckdb.DuckDBPyConnection) -> date:
    """The date as of which the published figures are judged."""
    (run,) = _rows(marts, _RUN, {})
    day: date = run["as_of"]
    return day


def compose(
    marts: duckdb.DuckDBPyConnection,
    heading: Heading,
    reported: Sequence[Notice],
    scope: Scope,
    currencies: Currencies,
) -> Digest:
    """The digest that reports these notices; amounts as text in their currency's decimals."""
    values: dict[str, object] = {
        **scope.parameters(),
        "exception_ids": [notice.exception_id for notice in reported],
        "notice_kinds": [notice.notice_kind for notice in reported],
    }
    sums, worst = _rows(marts, _SUMS, values), _rows(marts, _WORST, values)
    (run,) = _rows(marts, _RUN, {})
    sections = [
        _section(name, list(rows), [row for row in worst if row["reconciliation"] == name], currencies)
        for name, rows in groupby(sums, key=lambda row: row["reconciliation"])
    ]
    return Digest(
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
