"""What a person can do about a close: each action, in which states it can be done, and how; the binder of a close."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dashboards.closing.live_close import close_session
from dashboards.marts import Marts
from reporting import close
from reporting.binder import render_binder
from reporting.close import CloseSession, close_package
from tieout.errors import TieoutError

BINDER_PDF = "binder.pdf"

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
    act: Callable[[CloseSession, str, str, Answers], object]
    needs_reason: bool
    vouches: bool


def _prepare(session: CloseSession, period: str, reason: str, answers: Answers) -> object:
    reasons = {check: reason.strip() for check, reason in answers.items() if reason.strip()}
    return close.prepare(session, period, reasons, reason or None)


def _certify(session: CloseSession, period: str, reason: str, _answers: Answers) -> object:
    return close.approve(session, period, reason or None)


def _refuse(session: CloseSession, period: str, reason: str, _answers: Answers) -> object:
    return close.refuse(session, period, reason)


def _reopen(session: CloseSession, period: str, reason: str, _answers: Answers) -> object:
    return close.reopen(session, period, reason)


ACTIONS = (
    Action(
        "prepare",
        "Close",
        "L",
        ("open", "locked", "reopened", "decertified"),
        "closed",
        _prepare,
        needs_reason=False,
        vouches=True,
    ),
    Action("certify", "Certify", "Y", ("prepared",), "certified", _certify, needs_reason=False, vouches=True),
    Action(
        "refuse", "Refuse", "X", ("prepared",), "refused, and open again", _refuse, needs_reason=True, vouches=False
    ),
    Action(
        "reopen",
        "Reopen",
        "O",
        ("locked", "prepared", "certified", "decertified"),
        "open again",
        _reopen,
        needs_reason=True,
        vouches=False,
    ),
)


def write_binder(session: CloseSession, period: str) -> list[str]:
    """Write the binder of a close that was just made; returns why it could not be: the close stands all the same."""
    try:
        _render(session, period)
    except (TieoutError, OSError) as error:
        return [f"the close stands, its binder is not written: {error}"]
    return []


def binder_pdf(marts: Marts, entity: str, period: str) -> bytes:
    """The binder of a period's latest close, rendered from what was sealed: the same bytes each time.

    Raises InputError where the period was never closed, or the archived figures are not what they were.
    """
    with close_session(marts, entity, "") as session:
        return (_render(session, period) / BINDER_PDF).read_bytes()


def _render(session: CloseSession, period: str) -> Path:
    package = close_package(session.workspace, session.connection, session.entity, period)
    return render_binder(session.workspace, session.connection, package)
