"""The queue of exceptions: which ones are meant, as they are now, and in which order.

The command line, the dashboard and the digest all read exceptions here, so that the first row is the same one on each.
What an exception is now is its published row with the state of casework laid over it, for people may have worked since
the run. The worst comes first: what needs no work now (resolved, ignored) comes last, before it what follows from
another exception (`caused_by`) and goes with it, the rest by severity, then by amount without its sign, then by id.
Amounts are not converted: the limits of severities are per currency already.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reconcile.casework.queries import CaseState
from tieout.config.severity import SEVERITIES

if TYPE_CHECKING:
    import duckdb

AT_REST = ("ignored", "resolved")
"""The statuses that need no work now."""
ACTIVE = ("open", "assigned", "pending_approval", "reopened")
STATUSES = (*ACTIVE, *AT_REST)
WITHOUT = ""
"""In a filter: exceptions without a reconciliation, or without an assignee."""

SELECTED = f"""
WITH worked AS (
    SELECT unnest(from_json($worked, '[{{"exception_id": "VARCHAR", "status": "VARCHAR", "assignee": "VARCHAR",
        "ignored_until": "DATE", "comments": "INTEGER", "links": "VARCHAR", "draft_no": "BIGINT",
        "resolved_at": "TIMESTAMPTZ"}}]'), recursive := true)
),
queue AS (
    SELECT
        published.* REPLACE (
            coalesce(worked.status, published.status) AS status,
            CASE WHEN worked.status IS NULL THEN published.assignee ELSE worked.assignee END AS assignee,
            CASE WHEN worked.status IS NULL THEN published.ignored_until ELSE worked.ignored_until END AS ignored_until,
            coalesce(worked.comments, published.comments, 0) AS comments,
            CASE WHEN worked.status IS NULL THEN published.links ELSE worked.links END AS links,
            CASE WHEN worked.status IS NULL THEN published.draft_no ELSE worked.draft_no END AS draft_no,
            CASE WHEN worked.status IS NULL THEN published.resolved_at ELSE worked.resolved_at END AS resolved_at
        ),
        list_position({list(SEVERITIES)}, published.severity) AS severity_rank
    FROM (
        -- a version that an earlier Tieout published has no such column
        SELECT NULL::VARCHAR AS caused_by WHERE false UNION ALL BY NAME FROM marts.exceptions
    ) AS published LEFT JOIN worked USING (exception_id)
),
selected AS (
    SELECT *, list_contains({list(AT_REST)}, status) AS at_rest
    FROM queue
    WHERE starts_with(exception_id, $id_prefix)
        AND (len($reconciliations) = 0 OR list_contains($reconciliations, coalesce(reconciliation, '{WITHOUT}')))
        AND (len($types) = 0 OR list_contains($types, type))
        AND (len($severities) = 0 OR list_contains($severities, severity))
        AND (len($currencies) = 0 OR list_contains($currencies, currency))
        AND (len($statuses) = 0 OR list_contains($statuses, status))
        AND (len($assignees) = 0 OR list_contains($assignees, coalesce(assignee, '{WITHOUT}')))
        AND ($youngest IS NULL OR age_days >= $youngest)
        AND ($oldest IS NULL OR age_days <= $oldest)
        AND (
            NOT $overdue
            OR (due_at < (SELECT as_of FROM marts.run) AND NOT list_contains({list(AT_REST)}, status))
        )
        AND contains(
            lower(concat_ws(' ', exception_id, case_id, line_ref, reference, counterparty, description, context)),
            lower($text)
        )
)
"""
"""SQL that begins a query over `selected`: the exceptions of `parameters`, each with its `severity_rank`."""
WORST_FIRST = "at_rest, caused_by IS NOT NULL, severity_rank, abs(amount) DESC NULLS LAST, exception_id"
"""The order of `selected` on every surface."""


@dataclass(frozen=True)
class QueueFilter:
    """Which exceptions are meant: those that fit every field; an empty field lets all of them through.

    Attributes:
        id_prefix: how the exception's id begins.
        youngest: the least age, in days.
        oldest: the greatest age, in days.
        text: part of an id, a reference, a counterparty, a description or the explanation.
        overdue: only those past their due date that still need work.
    """

    id_prefix: str = ""
    reconciliations: Sequence[str] = ()
    types: Sequence[str] = ()
    severities: Sequence[str] = ()
    currencies: Sequence[str] = ()
    statuses: Sequence[str] = ()
    assignees: Sequence[str] = ()
    youngest: int | None = None
    oldest: int | None = None
    text: str = ""
    overdue: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it lets every exception through."""
        return self == QueueFilter()


def parameters(states: Sequence[CaseState], chosen: QueueFilter) -> dict[str, object]:
    """The parameters of `SELECTED`: the states of casework now (`casework.states`), and the filter."""
    worked = json.dumps([state._asdict() for state in states], default=str)
    lists = {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in asdict(chosen).items()
    }
    return {**lists, "text": chosen.text.strip(), "worked": worked}


def find(
    marts: "duckdb.DuckDBPyConnection", states: Sequence[CaseState], chosen: QueueFilter, columns: str, limit: int
) -> list[dict[str, Any]]:
    """At most `limit` exceptions of the filter, the worst first.

    Args:
        marts: a connection to the published version.
        states: the states of casework now.
        chosen: which exceptions.
        columns: of the mart `exceptions`, as SQL lists them; `*` for all.
        limit: the most rows.
    """
    cursor = marts.execute(
        f"{SELECTED} SELECT {columns} FROM selected ORDER BY {WORST_FIRST} LIMIT {int(limit)}",
        parameters(states, chosen),
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
