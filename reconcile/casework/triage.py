"""Work on exceptions that decides nothing: who has it, what was said, and when to look again."""

from collections.abc import Mapping, Sequence
from datetime import date as calendar_date

from reconcile.casework.preconditions import require_unresolved, unique_ids
from reconcile.casework.session import ActionResult, CaseworkSession
from tieout.errors import InputError


def assign(
    session: CaseworkSession, exception_ids: Sequence[str], assignee: str | None, reason: str | None = None
) -> ActionResult:
    """Give the exceptions to a person; None takes them from whoever has them."""
    name = (assignee or "").strip() or None
    with session.transaction():
        require_unresolved(session, exception_ids)
        return _record_each(session, exception_ids, "assign", reason, {"assignee": name})


def comment(session: CaseworkSession, exception_ids: Sequence[str], reason: str) -> ActionResult:
    """Say something about each exception."""
    return _record_each(session, exception_ids, "comment", reason, {})


def attach(
    session: CaseworkSession, exception_ids: Sequence[str], link: str, reason: str | None = None
) -> ActionResult:
    """Attach a link: the address of a document, or the path of a file.

    Raises:
        InputError: the link is empty or has several lines.
    """
    if not link.strip() or not link.isprintable():
        raise InputError("the link is empty or has several lines: give one address or path")
    return _record_each(session, exception_ids, "attach", reason, {"link": link.strip()})


def ignore(session: CaseworkSession, exception_ids: Sequence[str], until: calendar_date, reason: str) -> ActionResult:
    """Set the exceptions aside until a day; on that day they are open again by themselves."""
    with session.transaction():
        require_unresolved(session, exception_ids)
        return _record_each(session, exception_ids, "ignore_until", reason, {"until": until})


def _record_each(
    session: CaseworkSession, exception_ids: Sequence[str], kind: str, reason: str | None, details: Mapping[str, object]
) -> ActionResult:
    """One event for each exception, so that each can be undone by itself."""
    ids = unique_ids(exception_ids)
    with session.transaction():
        events = session.record(
            [{"kind": kind, "why": reason, "details": details, "exception_ids": [one]} for one in ids]
        )
    return ActionResult(events, ids)
