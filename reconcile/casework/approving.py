"""The second pair of eyes: asking for approval, giving it (which posts the journal), and declining."""

from collections.abc import Sequence

from reconcile.casework.desk import Desk, Done
from reconcile.casework.open import need_unresolved
from reconcile.casework.posting import need_postable, post
from reconcile.casework.reading import Draft, drafts
from tieout.errors import InputError


def request_approval(desk: Desk, draft_nos: Sequence[int], why: str | None = None) -> Done:
    """Ask again for the approval of drafts that were declined or withdrawn."""
    with desk.acting():
        found = _drafts(desk, draft_nos)
        need_unresolved(desk, [one for draft in found for one in draft.exception_ids])
        need_postable(desk, found)
        return _answer(desk, found, "request_approval", why)


def approve(desk: Desk, draft_nos: Sequence[int], why: str | None = None) -> Done:
    """Approve drafts and post their journals; InputError for whoever drafted one or asked for its approval."""
    with desk.acting():
        found = _drafts(desk, draft_nos)
        need_unresolved(desk, [one for draft in found for one in draft.exception_ids])
        done = _answer(desk, found, "approve", why)
        post(desk, found)
        return done


def decline(desk: Desk, draft_nos: Sequence[int], why: str) -> Done:
    """Decline drafts: nothing is posted, and the exceptions are worked on again."""
    with desk.acting():
        return _answer(desk, _drafts(desk, draft_nos), "decline", why)


def _drafts(desk: Desk, draft_nos: Sequence[int]) -> list[Draft]:
    if not draft_nos:
        raise InputError("no draft is named: `tieout exceptions drafts` lists them")
    found = drafts(desk.connection, desk.tenant, None, draft_nos)
    missing = sorted(set(draft_nos) - {draft.draft_no for draft in found})
    if missing:
        raise InputError(f"there is no draft {missing[0]}: `tieout exceptions drafts` lists them")
    return found


def _answer(desk: Desk, found: Sequence[Draft], kind: str, why: str | None) -> Done:
    events = desk.record(
        [
            {
                "kind": kind,
                "why": why,
                "draft_no": draft.draft_no,
                "reconciliation": draft.reconciliation,
                "exception_ids": draft.exception_ids,
            }
            for draft in found
        ]
    )
    ids = tuple(dict.fromkeys(one for draft in found for one in draft.exception_ids))
    return Done(events, ids, tuple(draft.draft_no for draft in found))
