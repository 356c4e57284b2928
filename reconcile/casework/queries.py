"""Casework as it is now: the state of exceptions, their history, drafts, and the decisions that matching follows."""

from collections.abc import Sequence
from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.rules import RuleTable
from tieout.sql import load_sql

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

_TEXT = "VARCHAR"
_CASEWORK = {
    "exception_id": _TEXT,
    "status": _TEXT,
    "assignee": _TEXT,
    "ignored_until": "DATE",
    "comments": "INTEGER",
    "links": _TEXT,
    "draft_no": "BIGINT",
    "draft_state": _TEXT,
    "resolved_at": "TIMESTAMPTZ",
    "last_kind": _TEXT,
    "last_who": _TEXT,
    "last_why": _TEXT,
    "last_at": "TIMESTAMPTZ",
}
_EVENTS = {
    "event_no": "BIGINT",
    "exception_id": _TEXT,
    "match_id": _TEXT,
    "reconciliation": _TEXT,
    "kind": _TEXT,
    "who": _TEXT,
    "recorded_at": "TIMESTAMPTZ",
    "why": _TEXT,
    "details": _TEXT,
    "undoes": "BIGINT",
    "stands": "BOOLEAN",
    "draft_no": "BIGINT",
    "journal_id": _TEXT,
}
_DECISIONS = {
    "decision_no": "BIGINT",
    "reconciliation": _TEXT,
    "kind": _TEXT,
    "match_id": _TEXT,
    "side": _TEXT,
    "item_id": _TEXT,
    "part_no": "INTEGER",
    "amount": "BIGINT",
    "who": _TEXT,
    "why": _TEXT,
}


class CaseState(NamedTuple):
    """What an exception is now; `links` one a line. One without any event has no state: it is open."""

    exception_id: str
    status: str
    assignee: str | None
    ignored_until: calendar_date | None
    comments: int
    links: str | None
    draft_no: int | None
    draft_state: str | None
    resolved_at: datetime | None
    last_kind: str
    last_who: str
    last_why: str | None
    last_at: datetime


class Event(NamedTuple):
    """One thing that was done; `stands` is false when a later event has undone it. `details` is JSON."""

    event_no: int
    exception_id: str | None
    match_id: str | None
    reconciliation: str | None
    kind: str
    who: str
    recorded_at: datetime
    why: str | None
    details: str
    undoes: int | None
    stands: bool
    draft_no: int | None
    journal_id: str | None


class Draft(NamedTuple):
    """A journal of two lines: `amount` (major units, debit positive) on `account`, its opposite on `contra`.

    `state` is pending, posted, declined, withdrawn, or reversed after it was posted.
    """

    draft_no: int
    state: str
    kind: str
    journal_id: str
    entity_id: str
    date: calendar_date
    currency: str
    account: str
    contra: str
    amount: Decimal
    who: str
    recorded_at: datetime
    why: str
    exception_ids: list[str]
    requested_by: str | None
    reconciliation: str
    journal_kind: str
    counterparty: str | None
    reference: str
    description: str
    rate: Decimal | None
    rate_source: str | None


class Decision(NamedTuple):
    """One item (of a split: one part, `amount` in minor units) of a standing decision.

    The items of one `decision_no` belong together. `kind` is match, reject, unmatch or split.
    """

    decision_no: int
    reconciliation: str
    kind: str
    match_id: str | None
    side: str
    item_id: str
    part_no: int | None
    amount: int | None
    who: str
    why: str | None


def states(
    connection: "Connection",
    tenant: str,
    exception_ids: Sequence[str] | None = None,
    as_of: calendar_date | None = None,
) -> list[CaseState]:
    """The state of these exceptions, or of all that anything was done to.

    Args:
        as_of: the date by which `ignored` is judged; without one, no state is `ignored`.
    """
    ids = None if exception_ids is None else list(exception_ids)
    return [CaseState(*row) for row in _rows(connection, "states", tenant, ids=ids, as_of=as_of)]


def events(connection: "Connection", tenant: str, exception_id: str | None = None) -> list[Event]:
    """The history of an exception, oldest first; without one, of all exceptions and matches."""
    return [Event(*row) for row in _rows(connection, "events", tenant, exception_id=exception_id)]


def drafts(
    connection: "Connection", tenant: str, state: str | None = "pending", draft_nos: Sequence[int] | None = None
) -> list[Draft]:
    """The drafts in a state (None: in any), or of these numbers."""
    numbers = None if draft_nos is None else list(draft_nos)
    return [Draft(*row) for row in _rows(connection, "drafts", tenant, state=state, draft_nos=numbers)]


def undoable(connection: "Connection", tenant: str, exception_ids: Sequence[str]) -> list[int]:
    """Of each exception, its latest event that can be undone; each once."""
    rows = _rows(connection, "undoable", tenant, ids=list(exception_ids))
    return list(dict.fromkeys(event_no for _, event_no in rows))


def decisions(connection: "Connection", tenant: str) -> list[Decision]:
    """Every standing decision, item by item."""
    return [Decision(*row) for row in _rows(connection, "decisions", tenant)]


def casework_tables(connection: "Connection", tenant: str) -> dict[str, RuleTable]:
    """What a build reads of casework: the tables `casework`, `casework_events` and `decisions`."""
    return {
        "casework": RuleTable(_CASEWORK, _rows(connection, "states", tenant, ids=None, as_of=None)),
        "casework_events": RuleTable(_EVENTS, _rows(connection, "events", tenant, exception_id=None)),
        "decisions": RuleTable(_DECISIONS, _rows(connection, "decisions", tenant)),
    }


def _rows(connection: "Connection", name: str, tenant: str, **values: object) -> list[tuple[Any, ...]]:
    """Within a transaction of its own, so that looking leaves none open."""
    with connection.transaction():
        return connection.execute(load_sql("reconcile.casework", name), {"tenant": tenant, **values}).fetchall()
