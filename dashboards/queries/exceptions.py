"""Exceptions: the casework queue (reconcile.casework.queue) filtered, one page at a time, with case and candidates.

Status and assignee are as they are now: what was read from PostgreSQL is handed in, and where nothing was done since,
the published ones hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.casework.live_casework import LiveCasework
from dashboards.marts import Marts, Row
from reconcile.casework.queue import ACTIVE, SELECTED, WITHOUT, WORST_FIRST, QueueFilter, parameters

NOT_RECONCILED = "(none)"

ORDERS = {
    "Severity": WORST_FIRST,
    "Oldest": "age_days DESC, exception_id",
    "Newest": "age_days, exception_id",
    "Largest amount": "abs(amount) DESC NULLS LAST, exception_id",
}

AGES = {"0-7 days": (0, 7), "8-30 days": (8, 30), "31-90 days": (31, 90), "Over 90 days": (91, 1_000_000)}

UNASSIGNED = "(nobody)"

CHOICES = f"""
SELECT list_sort(list(DISTINCT coalesce(reconciliation, '{NOT_RECONCILED}'))) AS reconciliations,
       list_sort(list(DISTINCT type)) AS types,
       list_sort(list(DISTINCT currency) FILTER (currency IS NOT NULL)) AS currencies
FROM exceptions
"""

PUBLISHED = "SELECT count(*) AS published FROM exceptions"

FOUND = f"{SELECTED} SELECT count(*) AS found FROM selected"

IDS = f"{SELECTED} SELECT list(exception_id ORDER BY exception_id) AS ids FROM selected"

PAGE = f"""{SELECTED}
SELECT exception_id, reconciliation, type, severity, status, assignee, side, source, line_ref, currency, amount, date,
       age_days, due_at, reference, counterparty, description
FROM selected
"""

ONE = f"{SELECTED} SELECT * EXCLUDE (opened_at, severity_rank, at_rest) FROM selected WHERE exception_id = $id_prefix"

CASE = """
SELECT exception_id, side, source, line_ref, currency, amount, date, reference, counterparty, description,
       count(*) OVER (PARTITION BY side) AS side_items, sum(amount) OVER (PARTITION BY side, currency) AS side_total
FROM exceptions
WHERE tenant_id = $tenant_id AND case_id = $case_id
ORDER BY exception_id
LIMIT 50
"""

CANDIDATES = """
SELECT rank, side, source, line_ref, currency, amount, date, reference, description, counterparty, amount_difference,
       days_apart, why_not
FROM exception_candidates
WHERE tenant_id = $tenant_id AND exception_id = $exception_id
ORDER BY rank
"""


@dataclass(frozen=True)
class Filter:
    """The filter that a person chose; an empty tuple means all."""

    reconciliations: Sequence[str] = ()
    types: Sequence[str] = ()
    severities: Sequence[str] = ()
    currencies: Sequence[str] = ()
    standing: Sequence[str] = ()
    workers: Sequence[str] = ()
    age: str | None = None
    text: str = ""

    def queue_filter(self) -> QueueFilter:
        """The same as the queue takes it; without a status it selects what still needs work."""
        youngest, oldest = AGES[self.age] if self.age else (None, None)
        return QueueFilter(
            reconciliations=[WITHOUT if name == NOT_RECONCILED else name for name in self.reconciliations],
            types=self.types,
            severities=self.severities,
            currencies=self.currencies,
            statuses=self.standing or ACTIVE,
            assignees=[WITHOUT if name == UNASSIGNED else name for name in self.workers],
            youngest=youngest,
            oldest=oldest,
            text=self.text,
        )


class Slice(NamedTuple):
    """A page of what was found: in an order of `ORDERS`, so many rows after so many others."""

    order: str
    rows: int
    skip: int


def choices(marts: Marts) -> Row:
    """The reconciliations, types and currencies that occur."""
    return marts.one(CHOICES)


def published(marts: Marts) -> int:
    """How many exceptions this version has."""
    return int(marts.one(PUBLISHED)["published"])


def found(marts: Marts, live: LiveCasework, criteria: Filter) -> int:
    """How many exceptions the filter finds."""
    return int(marts.one(FOUND, **parameters(live.states, criteria.queue_filter()))["found"])


def found_ids(marts: Marts, live: LiveCasework, criteria: Filter) -> list[str]:
    """All that the filter finds."""
    return marts.one(IDS, **parameters(live.states, criteria.queue_filter()))["ids"] or []


def page(marts: Marts, live: LiveCasework, criteria: Filter, part: Slice) -> Sequence[Row]:
    """One page of the exceptions that the filter finds."""
    sql = f"{PAGE} ORDER BY {ORDERS[part.order]} LIMIT $rows OFFSET $skip"
    return marts.rows(sql, rows=part.rows, skip=part.skip, **parameters(live.states, criteria.queue_filter()))


def one(marts: Marts, live: LiveCasework, exception_id: str) -> Row | None:
    """An exception by its id, or None when this version does not have it."""
    rows = marts.rows(ONE, **parameters(live.states, QueueFilter(id_prefix=exception_id)))
    return rows[0] if rows else None


def case_items(marts: Marts, exception: Row) -> Sequence[Row]:
    """The items of the exception's case, of both sides (at most 50), with how many each side has and their sum."""
    return marts.rows(CASE, tenant_id=exception["tenant_id"], case_id=exception["case_id"])


def candidates(marts: Marts, exception: Row) -> Sequence[Row]:
    """The nearest lines of the other side, best first, each with why it was not matched."""
    return marts.rows(CANDIDATES, tenant_id=exception["tenant_id"], exception_id=exception["exception_id"])
