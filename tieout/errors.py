"""What can go wrong, sorted by what the user can do about it.

Every expected failure is a `TieoutError`: its text is one line that says what is wrong, where, and what to do; its
`exit_code` is the process's. Anything else that escapes is a defect of Tieout, and keeps its traceback.
"""

from collections.abc import Mapping
from typing import Any


class TieoutError(Exception):
    """An expected failure; `str(error)` is the one line shown to the user.

    Attributes:
        code: what kind of refusal it is, for code that acts on it (such as `closed_period`); None where none does.
    """

    exit_code = 2
    code: str | None = None


class InputError(TieoutError):
    """The configuration, a file or a request is wrong: the user mends it. Exit code 2."""


class ServiceUnreachable(TieoutError):  # noqa: N818 - the design's own word for exit code 3
    """A service (PostgreSQL, the run lock's holder) did not answer: try again when it does. Exit code 3."""

    exit_code = 3


class Interrupted(TieoutError):  # noqa: N818 - the user's wish, not a malfunction
    """The user pressed Ctrl-C. Exit code 130, as a shell reports it."""

    exit_code = 130


def first_line(error: BaseException) -> str:
    """What another library's error says, in one line; its kind, where it says nothing."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def first_lines(message: str) -> str:
    """What a database or dbt says, as one line of its first two: the second one often has the cause."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else "no reason given"


def refusal(text: str) -> InputError:
    """An InputError of one line: every run of white space, also in the words that it quotes, becomes one space."""
    return InputError(" ".join(text.split()))


def validation_sentence(details: Mapping[str, Any]) -> str:
    """What one of pydantic's errors says: our validators' own sentence, where one of them refused; else pydantic's."""
    return str(details["ctx"]["error"] if details["type"] == "value_error" else details["msg"])
