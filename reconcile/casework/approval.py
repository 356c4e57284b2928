"""Approval by a second person: requesting it, giving it (which posts the journal), and declining."""

from collections.abc import Sequence

from reconcile.casework.posting import post, require_postable
from reconcile.casework.preconditions import require_unresolved
from reconcile.casework.queries import Draft, drafts
from reconcile.casework.session import ActionResult, CaseworkSession
from tieout.errors import InputError


def request_approval(session: CaseworkSession, draft_nos: Sequence[int], reason: str | None = None) -> ActionResult:
    """Ask again for the approval of drafts that were declined or withdrawn."""
    with session.transaction():
        named = _named_drafts(session, draft_nos)
        require_unresolved(session, [one for draft in named for one in draft.exception_ids])
        require_postable(session, named)
        return _record_answer(session, named, "request_approval", reason)


def approve(session: CaseworkSession, draft_nos: Sequence[int], reason: str | None = None) -> ActionResult:
    """Approve drafts and post their journals, in one transaction.

    Raises:
        InputError: the actor drafted one of them or requested its approval, or the ledger refuses its journal.
    """
    with session.transaction():
        named = _named_drafts(session, draft_nos)
        require_unresolved(session, [one for draft in named for one in draft.exception_ids])
        result = _record_answer(session, named, "approve", reason)
        post(session, named)
        return result


def decline(session: CaseworkSession, draft_nos: Sequence[int], reason: str) -> ActionResult:
    """Decline drafts: nothing is posted, and the exceptions are worked on again."""
    with session.transaction():
        return _record_answer(session, _named_drafts(session, draft_nos), "decline", reason)


def _named_drafts(session: CaseworkSession, draft_nos: Sequence[int]) -> list[Draft]:
    if not draft_nos:
        raise InputError("no draft is named: `tieout exceptions drafts` lists them")
    named = drafts(session.connection, session.tenant, None, draft_nos)
    missing = sorted(set(draft_nos) - {draft.draft_no for draft in named})
    if missing:
        raise InputError(f"there is no draft {missing[0]}: `tieout exceptions drafts` lists them")
    return named


def _record_answer(session: CaseworkSession, named: Sequence[Draft], kind: str, reason: str | None) -> ActionResult:
    events = session.record(
        [
            {
                "kind": kind,
                "why": reason,
                "draft_no": draft.draft_no,
                "reconciliation": draft.reconciliation,
                "exception_ids": draft.exception_ids,
            }
            for draft in named
        ]
    )
    ids = tuple(dict.fromkeys(one for draft in named for one in draft.exception_ids))
    return ActionResult(events, ids, tuple(draft.draft_no for draft in named))
