"""Taking back: nothing is erased, a further event ends the effect of an earlier one.

An undo can be undone as well. Where a journal was posted, each undo posts a reversal.
"""

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import NamedTuple

from reconcile.casework.desk import Desk, Done
from reconcile.casework.drafting import DRAFT_KINDS
from reconcile.casework.open import unique
from reconcile.casework.posting import take_back
from reconcile.casework.reading import drafts, states
from tieout.errors import InputError
from tieout.sql import load_sql


class _Undone(NamedTuple):
    """An event to take back; `kind` and what follows are those of the first event of its chain."""

    event_no: int
    kind: str
    draft_no: int | None
    reconciliation: str | None
    match_id: str | None
    exception_ids: list[str]
    undo_no: int | None


def undo(desk: Desk, event_nos: Sequence[int], why: str, day: calendar_date | None = None) -> Done:
    """Take the effect of these events back, the latest first; `day` dates the reversals, else their journals' own."""
    if not event_nos:
        raise InputError("no event is named, and there is nothing to undo")
    with desk.acting():
        undone = _undone(desk, event_nos)
        events = desk.record(
            [
                {
                    "kind": "undo",
                    "why": why,
                    "undoes": one.event_no,
                    "reconciliation": one.reconciliation,
                    "match_id": one.match_id,
                    "exception_ids": one.exception_ids,
                }
                for one in undone
            ]
        )
        for event_no, one in zip(events, undone, strict=True):
            if one.kind == "approve" and one.draft_no is not None:
                draft = drafts(desk.connection, desk.tenant, None, [one.draft_no])[0]
                take_back(desk, draft, event_no, one.undo_no, day)
    return Done(events, tuple(dict.fromkeys(each for one in undone for each in one.exception_ids)))


def reopen(desk: Desk, exception_ids: Sequence[str], why: str, day: calendar_date | None = None) -> Done:
    """Take back whatever resolved these exceptions, or set them aside: they are worked on again."""
    ids = unique(exception_ids)
    with desk.acting():
        asked = {"tenant": desk.tenant, "ids": list(ids)}
        settled = desk.connection.execute(load_sql("reconcile.casework", "resolving"), asked).fetchall()
        _need_settled(desk, ids, {exception_id for exception_id, _ in settled})
        undone = undo(desk, sorted({event_no for _, event_no in settled}), why, day)
        every = tuple(dict.fromkeys([*ids, *undone.exceptions]))
        events = desk.record([{"kind": "reopen", "why": why, "exception_ids": [one]} for one in every])
    return Done((*undone.events, *events), every)


def _need_settled(desk: Desk, ids: Sequence[str], settled: set[str]) -> None:
    now = {state.exception_id: state.status for state in states(desk.connection, desk.tenant, ids)}
    for exception_id in ids:
        if exception_id in settled:
            continue
        if now.get(exception_id) == "resolved":
            raise InputError(
                f"exception {exception_id} was resolved by the data: it opens by itself when it comes back"
            )
        raise InputError(f"exception {exception_id} is not resolved: there is nothing to reopen")


def _undone(desk: Desk, event_nos: Sequence[int]) -> list[_Undone]:
    asked = {"tenant": desk.tenant, "event_nos": list(event_nos)}
    found = [
        _Undone(*row) for row in desk.connection.execute(load_sql("reconcile.casework", "undone"), asked).fetchall()
    ]
    missing = sorted(set(event_nos) - {one.event_no for one in found})
    if missing:
        raise InputError(f"there is no event {missing[0]}: `tieout exceptions show ID` lists those of an exception")
    drafting = next((one for one in found if one.kind in DRAFT_KINDS), None)
    if drafting is not None:
        raise InputError(f"event {drafting.event_no} is the draft itself: decline it, or undo its approval")
    return found
