"""Work on exceptions that decides nothing: who has it, what was said, and when to look again."""

from collections.abc import Mapping, Sequence
from datetime import date as calendar_date

from reconcile.casework.desk import Desk, Done
from reconcile.casework.open import need_unresolved, unique
from tieout.errors import InputError


def assign(desk: Desk, exception_ids: Sequence[str], assignee: str | None, why: str | None = None) -> Done:
    """Give the exceptions to a person; None takes them from whoever has them."""
    name = (assignee or "").strip() or None
    with desk.acting():
        need_unresolved(desk, exception_ids)
        return _each(desk, exception_ids, "assign", why, {"assignee": name})


def comment(desk: Desk, exception_ids: Sequence[str], why: str) -> Done:
    """Say something about each exception."""
    return _each(desk, exception_ids, "comment", why, {})


def attach(desk: Desk, exception_ids: Sequence[str], link: str, why: str | None = None) -> Done:
    """Attach a link: the address of a document, or the path of a file."""
    if not link.strip() or not link.isprintable():
        raise InputError("the link is empty or has several lines: give one address or path")
    return _each(desk, exception_ids, "attach", why, {"link": link.strip()})


def ignore(desk: Desk, exception_ids: Sequence[str], until: calendar_date, why: str) -> Done:
    """Set the exceptions aside until a day; on that day they are open again by themselves."""
    with desk.acting():
        need_unresolved(desk, exception_ids)
        return _each(desk, exception_ids, "ignore_until", why, {"until": until})


def _each(desk: Desk, exception_ids: Sequence[str], kind: str, why: str | None, details: Mapping[str, object]) -> Done:
    """One event for each exception, so that each can be undone by itself."""
    ids = unique(exception_ids)
    with desk.acting():
        events = desk.record([{"kind": kind, "why": why, "details": details, "exception_ids": [one]} for one in ids])
    return Done(events, ids)
