"""What a person can do about exceptions: each action's name, its key on the keyboard, and how it is done.

C and R belong to Streamlit. `together` is an action on all chosen items at once, such as one match of them; the others
treat each case alone, and what cannot be done to one does not keep the rest from it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from reconcile import casework
from reconcile.casework import ActionResult, CaseworkSession, Terms

Answers = Mapping[str, Any]


class Asked(NamedTuple):
    """What an action is asked to do, to which exceptions, and why."""

    exception_ids: Sequence[str]
    why: str
    answers: Answers


class Action(NamedTuple):
    """One thing to do; `done` says in the past tense what happened to a case."""

    key: str
    label: str
    letter: str
    done: str
    act: Callable[[CaseworkSession, Asked], ActionResult]
    needs_why: bool = True
    together: bool = False


def _assign(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.assign(desk, asked.exception_ids, asked.answers["assignee"], asked.why or None)


def _comment(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.comment(desk, asked.exception_ids, asked.why)


def _attach(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.attach(desk, asked.exception_ids, asked.answers["link"], asked.why or None)


def _ignore(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.ignore(desk, asked.exception_ids, asked.answers["until"], asked.why)


def _confirm(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.confirm(desk, asked.exception_ids, asked.why, asked.answers.get("match_id"))


def _reject(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.reject(desk, asked.exception_ids, asked.why, asked.answers.get("match_id"))


def _match(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.force_match(desk, asked.exception_ids, asked.why, asked.answers.get("item_ids", ()))


def _split(desk: CaseworkSession, asked: Asked) -> ActionResult:
    (exception_id,) = asked.exception_ids
    return casework.split(desk, exception_id, asked.answers["parts"], asked.why)


def _draft(desk: CaseworkSession, asked: Asked) -> ActionResult:
    terms = Terms(**{name: asked.answers.get(name) for name in ("account", "entity", "date", "rate", "rate_source")})
    return casework.draft(desk, asked.exception_ids, asked.answers["kind"], asked.why, terms)


def _reopen(desk: CaseworkSession, asked: Asked) -> ActionResult:
    return casework.reopen(desk, asked.exception_ids, asked.why)


def _undo(desk: CaseworkSession, asked: Asked) -> ActionResult:
    numbers = casework.undoable(desk.connection, desk.config.tenant, asked.exception_ids)
    return casework.undo(desk, numbers, asked.why)


ACTIONS = (
    Action("assign", "Assign", "A", "assigned", _assign, needs_why=False),
    Action("comment", "Comment", "N", "noted", _comment),
    Action("attach", "Link", "L", "link attached", _attach, needs_why=False),
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
