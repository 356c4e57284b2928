"""What a person can do about a close: each action, in which states it can be done, and how; the binder of a close."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dashboards.closing.live_close import close_session
from dashboards.marts import Marts
from reporting import close
from reporting.binder import render_binder
from reporting.close import CloseSession, close_package
from tieout import figures
from tieout.errors import TieoutError

BINDER_PDF = "binder.pdf"

Answers = Mapping[str, Any]


class Action(NamedTuple):
    """One thing to do; `states` are those of the close in which it can be done, `act` returns what happened, in words.

    `writes_binder`: a person certifies figures by it, so that it writes the binder of the close.
    """

    key: str
    label: str
    letter: str
    states: tuple[str, ...]
    act: Callable[[CloseSession, str, str, Answers], str]
    needs_reason: bool
    writes_binder: bool


def _prepare(session: CloseSession, period: str, reason: str, answers: Answers) -> str:
    reasons = {check: reason.strip() for check, reason in answers.items() if reason.strip()}
    earlier = close.prepare(session, period, reasons, reason or None).locked_with
    if not earlier:
        return "closed"
    span = " to ".join(figures.period(each) for each in dict.fromkeys((earlier[0], earlier[-1])))
    return f"closed, and with it {span} (without journals)"


def _certify(session: CloseSession, period: str, reason: str, _answers: Answers) -> str:
    close.approve(session, period, reason or None)
    return "certified"


def _refuse(session: CloseSession, period: str, reason: str, _answers: Answers) -> str:
    close.refuse(session, period, reason)
    return "refused, and open again"


def _reopen(session: CloseSession, period: str, reason: str, _answers: Answers) -> str:
    close.reopen(session, period, reason)
    return "open again"


ACTIONS = (
    Action(
        "prepare",
        "Close",
        "L",
        ("open", "locked", "reopened", "decertified"),
        _prepare,
        needs_reason=False,
        writes_binder=True,
    ),
    Action("certify", "Certify", "Y", ("prepared",), _certify, needs_reason=False, writes_binder=True),
    Action("refuse", "Refuse", "X", ("prepared",), _refuse, needs_reason=True, writes_binder=False),
    Action(
        "reopen",
        "Reopen",
        "O",
        ("locked", "prepared", "certified", "decertified"),
        _reopen,
        needs_reason=True,
        writes_binder=False,
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

    Raises:
        InputError: the period was never closed, or the archived figures are not what they were.
    """
    with close_session(marts, entity, "") as session:
        return (_render(session, period) / BINDER_PDF).read_bytes()


def _render(session: CloseSession, period: str) -> Path:
    package = close_package(session.workspace, session.connection, session.entity, period)
    return render_binder(session.workspace, session.connection, package)
