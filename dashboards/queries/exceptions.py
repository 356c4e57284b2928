"""Exceptions: filtered, one page at a time, with their case and candidates.

Status and assignee are how they stand now: what was read from PostgreSQL is handed in and joined, and where nothing was
done since, the published ones hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.casework.now import Now
from dashboards.marts import Marts, Row

SEVERITY_RANK = "list_position(['critical', 'high', 'medium', 'low'], severity)"
NOT_RECONCILED = "(none)"

ORDERS = {
    "Severity": f"{SEVERITY_RANK}, age_days DESC, exception_id",
    "Oldest": "age_days DESC, exception_id",
    "Newest": "age_days, exception_id",
    "Largest amount": "abs(amount) DESC NULLS LAST, exception_id",
}

AGES = {"0-7 days": (0, 7), "8-30 days": (8, 30), "31-90 days": (31, 90), "Over 90 days": (91, 1_000_000)}

AT_REST = ("resolved", "ignored")
NOBODY = "(nobody)"

LIVE = """
WITH live AS (
    SELECT unnest($worked::VARCHAR[]) AS exception_id, unnest($statuses::VARCHAR[]) AS status_now,
           unnest($assignees::VARCHAR[]) AS assignee_now
),
worklist AS (
    SELECT exceptions.*, coalesce(status_now, status) AS stands, assignee_now AS works
    FROM exceptions LEFT JOIN live USING (exception_id)
)
"""

WHERE = f"""
WHERE (len($reconciliations) = 0 OR list_contains($reconciliations, coalesce(reconciliation, '{NOT_RECONCILED}')))
  AND (len($types) = 0 OR list_contains($types, type))
  AND (len($severities) = 0 OR list_contains($severities, severity))
  AND (len($currencies) = 0 OR list_contains($currencies, currency))
  AND CASE WHEN len($standing) = 0 THEN NOT list_contains({list(AT_REST)}, stands)
           ELSE list_contains($standing, stands) END
  AND (len($workers) = 0 OR list_contains($workers, coalesce(works, '{NOBODY}')))
  AND age_days BETWEEN $youngest AND $oldest
  AND contains(lower(concat_ws(' ', exception_id, case_id, line_ref, reference, counterparty, description, context)),
               lower($text))
"""

CHOICES = f"""
SELECT list_sort(list(DISTINCT coalesce(reconciliation, '{NOT_RECONCILED}'))) AS reconciliations,
       list_sort(list(DISTINCT type)) AS types,
       list_sort(list(DISTINCT currency) FILTER (currency IS NOT NULL)) AS currencies
FROM exceptions
"""

PUBLISHED = "SELECT count(*) AS published FROM exceptions"

FOUND = "SELECT count(*) AS found FROM worklist"

IDS = "SELECT list(exception_id ORDER BY exception_id) AS ids FROM worklist"

PAGE = """
SELECT exception_id, reconciliation, type, severity, stands, works, side, source, line_ref, currency, amount, date,
       age_days, due_at, reference, counterparty, description
FROM worklist
"""

ONE = f"{LIVE} SELECT * EXCLUDE (opened_at) FROM worklist WHERE exception_id = $exception_id"

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
    """What a person asked to see; an empty tuple asks for all."""

    reconciliations: Sequence[str] = ()
    types: Sequence[str] = ()
    severities: Sequence[str] = ()
    currencies: Sequence[str] = ()
    standing: Sequence[str] = ()
    workers: Sequence[str] = ()
    age: str | None = None
    text: str = ""

    def values(self) -> dict[str, object]:
        """The values of the filter's placeholders."""
        youngest, oldest = AGES[self.age] if self.age else (-1_000_000, 1_000_000)
        return {
            "reconciliations": list(self.reconciliations),
            "types": list(self.types),
            "severities": list(self.severities),
            "currencies": list(self.currencies),
            "standing": list(self.standing),
            "workers": list(self.workers),
            "youngest": youngest,
            "oldest": oldest,
            "text": self.text.strip(),
        }


class Slice(NamedTuple):
    """A page of what was found: in an order of `ORDERS`, so many rows after so many others."""

    order: str
    rows: int
    skip: int


def live(now: Now) -> dict[str, object]:
    """The values of what is joined: how each case stands."""
    return {
        "worked": [state.exception_id for state in now.states],
        "statuses": [state.status for state in now.states],
        "assignees": [state.assignee for state in now.states],
    }


def choices(marts: Marts) -> Row:
    """The reconciliations, types and currencies that occur."""
    return marts.one(CHOICES)


def published(marts: Marts) -> int:
    """How many exceptions this version has."""
    return int(marts.one(PUBLISHED)["published"])


def found(marts: Marts, now: Now, wanted: Filter) -> int:
    """How many exceptions the filter finds."""
    return int(marts.one(LIVE + FOUND + WHERE, **live(now), **wanted.values())["found"])


def found_ids(marts: Marts, now: Now, wanted: Filter) -> list[str]:
    """All that the filter finds."""
    return marts.one(LIVE + IDS + WHERE, **live(now), **wanted.values())["ids"] or []


def page(marts: Marts, now: Now, wanted: Filter, part: Slice) -> Sequence[Row]:
    """One page of the exceptions that the filter finds."""
    sql = f"{LIVE}{PAGE}{WHERE} ORDER BY {ORDERS[part.order]} LIMIT $rows OFFSET $skip"
    return marts.rows(sql, rows=part.rows, skip=part.skip, **live(now), **wanted.values())


def one(marts: Marts, now: Now, exception_id: str) -> Row | None:
    """An exception by its id, or None when this version does not have it."""
    rows = marts.rows(ONE, exception_id=exception_id, **live(now))
    return rows[0] if rows else None


def case_items(marts: Marts, exception: Row) -> Sequence[Row]:
    """The items of the exception's case, of both sides (at most 50), with how many each side has and their sum."""
    return marts.rows(CASE, tenant_id=exception["tenant_id"], case_id=exception["case_id"])


def candidates(marts: Marts, exception: Row) -> Sequence[Row]:
    """The nearest lines of the other side, best first, each with why it was not matched."""
    return marts.rows(CANDIDATES, tenant_id=exception["tenant_id"], exception_id=exception["exception_id"])
