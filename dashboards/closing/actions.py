"""What a person can do about a close: each action, in which states it can be done, and how."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from reporting import close
from reporting.close import CloseDesk

Answers = Mapping[str, Any]


class Action(NamedTuple):
    """One thing to do; `states` are those of the close in which it can be done, `done` says it in the past tense.

    What `vouches` for figures writes the binder of the close.
    """

    key: str
    label: str
    letter: str
    states: tuple[str, ...]
    done: str
    act: Callable[[CloseDesk, str, str, Answers], object]
    needs_why: bool
    vouches: bool


def _prepare(desk: CloseDesk, period: str, why: str, answers: Answers) -> object:
    reasons = {check: reason.strip() for check, reason in answers.items() if reason.strip()}
    return close.prepare(desk, period, reasons, why or None)


def _certify(desk: CloseDesk, period: str, why: str, _answers: Answers) -> object:
    return close.approve(desk, period, why or None)


def _refuse(desk: CloseDesk, period: str, why: str, _answers: Answers) -> object:
    return close.refuse(desk, period, why)


def _reopen(desk: CloseDesk, period: str, why: str, _answers: Answers) -> object:
    return close.reopen(desk, period, why)


ACTIONS = (
    Action(
        "prepare",
        "Close",
        "L",
        ("open", "locked", "reopened", "decertified"),
        "closed",
        _prepare,
        needs_why=False,
        vouches=True,
    ),
    Action("certify", "Certify", "Y", ("prepared",), "certified", _certify, needs_why=False, vouches=True),
    Action("refuse", "Refuse", "X", ("prepared",), "refused, and open again", _refuse, needs_why=True, vouches=False),
    Action(
        "reopen",
        "Reopen",
        "O",
        ("locked", "prepared", "certified", "decertified"),
        "open again",
        _reopen,
        needs_why=True,
        vouches=False,
    ),
)
