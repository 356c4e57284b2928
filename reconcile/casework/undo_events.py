"""Taking back: nothing is erased, a further event ends the effect of an earlier one.

An undo can be undone as well. Where a journal was posted, each undo posts a reversal.
"""

from collections.abc import Sequence
from datetime import date as calendar_date
from typing import NamedTuple

from reconcile.casework.journal_drafts import DRAFT_KINDS
from reconcile.casework.posting import post_reversal
from reconcile.casework.preconditions import unique_ids
from reconcile.casework.queries import drafts, states
from reconcile.casework.session import ActionResult, CaseworkSession
from tieout.errors import InputError
from tieout.sql import load_sql


class _EventToUndo(NamedTuple):
    """An event to take back; `kind` and what follows are those of the first event of its chain."""

    event_no: int
    kind: str
    draft_no: int | None
    reconciliation: str | None
    match_id: str | None
    exception_ids: list[str]
    undo_no: int | None


def undo(
    session: CaseworkSession, event_nos: Sequence[int], reason: str, day: calendar_date | None = None
) -> ActionResult:
    """Take the effect of these events back, the latest first; `day` dates the reversals, else their journals' own.

    Raises:
        InputError: no event is named, one cannot be undone, or the ledger refuses a reversal.
    """
    if not event_nos:
        raise InputError("no event is named, and there is nothing to undo")
    with session.transaction():
        undone = _events_to_undo(session, event_nos)
        events = session.record(
            [
                {
                    "kind": "undo",
                    "why": reason,
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
                draft = drafts(session.connection, session.tenant, None, [one.draft_no])[0]
                post_reversal(session, draft, event_no, one.undo_no, day)
    return ActionResult(events, tuple(dict.fromkeys(each for one in undone for each in one.exception_ids)))


def reopen(
    session: CaseworkSession, exception_ids: Sequence[str], reason: str, day: calendar_date | None = None
) -> ActionResult:
    """Take back whatever resolved these exceptions, or set them aside: they are worked on again."""
    ids = unique_ids(exception_ids)
    with session.transaction():
        parameters = {"tenant": session.tenant, "ids": list(ids)}
        settled = session.connection.execute(load_sql("reconcile.casework", "resolving"), parameters).fetchall()
        _require_resolved(session, ids, {exception_id for exception_id, _ in settled})
        undone = undo(session, sorted({event_no for _, event_no in settled}), reason, day)
        every = tuple(dict.fromkeys([*ids, *undone.exceptions]))
        events = session.record([{"kind": "reopen", "why": reason, "exception_ids": [one]} for one in every])
    return ActionResult((*undone.events, *events), every)


def _require_resolved(session: CaseworkSession, ids: Sequence[str], settled: set[str]) -> None:
    now = {state.exception_id: state.status for state in states(session.connection, session.tenant, ids)}
    for exception_id in ids:
        if exception_id in settled:
            continue
        if now.get(exception_id) == "resolved":
            raise InputError(
                f"exception {exception_id} was resolved by the data: it opens by itself when it comes back"
            )
        raise InputError(f"exception {exception_id} is not resolved: there is nothing to reopen")


def _events_to_undo(session: CaseworkSession, event_nos: Sequence[int]) -> list[_EventToUndo]:
    parameters = {"tenant": session.tenant, "event_nos": list(event_nos)}
    events = [
        _EventToUndo(*row)
        for row in session.connection.execute(load_sql("reconcile.casework", "undone"), parameters).fetchall()
    ]
    missing = sorted(set(event_nos) - {one.event_no for one in events})
    if missing:
        raise InputError(f"there is no event {missing[0]}: `tieout exceptions show ID` lists those of an exception")
    of_draft = next((one for one in events if one.kind in DRAFT_KINDS), None)
    if of_draft is not None:
        raise InputError(f"event {of_draft.event_no} is the draft itself: decline it, or undo its approval")
    return events
