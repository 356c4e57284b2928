"""What a person can do about exceptions: each action's name, its key on the keyboard, and how it is done.

C and R belong to Streamlit. `together` is an action on all chosen items at once, such as one match of them; the others
treat each case alone, and what cannot be done to one does not keep the rest from it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from reconcile import casework
from reconcile.casework import ActionResult, CaseworkSession, Terms

Answers = Mapping[str, Any]


class ActionRequest(NamedTuple):
    """What an action is to do, to which exceptions, and why."""

    exception_ids: Sequence[str]
    reason: str
    answers: Answers


class Action(NamedTuple):
    """One thing to do; `done` says in the past tense what happened to a case."""

    key: str
    label: str
    letter: str
    done: str
    act: Callable[[CaseworkSession, ActionRequest], ActionResult]
    needs_reason: bool = True
    together: bool = False


def _assign(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.assign(session, request.exception_ids, request.answers["assignee"], request.reason or None)


def _comment(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.comment(session, request.exception_ids, request.reason)


def _attach(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.attach(session, request.exception_ids, request.answers["link"], request.reason or None)


def _ignore(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.ignore(session, request.exception_ids, request.answers["until"], request.reason)


def _confirm(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.confirm(session, request.exception_ids, request.reason, request.answers.get("match_id"))


def _reject(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.reject(session, request.exception_ids, request.reason, request.answers.get("match_id"))


def _match(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.force_match(session, request.exception_ids, request.reason, request.answers.get("item_ids", ()))


def _split(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    (exception_id,) = request.exception_ids
    return casework.split(session, exception_id, request.answers["parts"], request.reason)


def _draft(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    terms = Terms(**{name: request.answers.get(name) for name in ("account", "entity", "date", "rate", "rate_source")})
    return casework.draft(session, request.exception_ids, request.answers["kind"], request.reason, terms)


def _reopen(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    return casework.reopen(session, request.exception_ids, request.reason)


def _undo(session: CaseworkSession, request: ActionRequest) -> ActionResult:
    numbers = casework.undoable(session.connection, session.config.tenant, request.exception_ids)
    return casework.undo(session, numbers, request.reason)


ACTIONS = (
    Action("assign", "Assign", "A", "assigned", _assign, needs_reason=False),
    Action("comment", "Comment", "N", "noted", _comment),
    Action("attach", "Link", "L", "link attached", _attach, needs_reason=False),
    Action("ignore", "Ignore", "I", "ignored", _ignore),
    Action("confirm", "Confirm", "Y", "proposal confirmed", _confirm),
    Action("reject", "Reject", "X", "proposal rejected", _reject),
    Action("match", "Match", "M", "matched", _match, together=True),
    Action("split", "Split", "S", "split", _split, together=True),
    Action("write_off", "Write off", "W", "waits for approval", _draft),
    Action("correct", "Correct", "J", "waits for approval", _draft),
    Action("suspense", "Suspense", "P", "waits for approval", _draft),
    Action("reopen", "Reopen", "O", "reopened", _reopen),
    Action("undo", "Undo", "U", "undone", _undo),
)
BY_KEY = {action.key: action for action in ACTIONS}
