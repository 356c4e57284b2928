"""What the database refuses of a close, as one line for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.errors import CheckViolation, UniqueViolation

from tieout.errors import InputError

_LAW = "RP"
_CONSTRAINTS = {
    "certified_once": "that close is certified already",
    "taken_back_once": "that close was taken back already",
    "closed_by_somebody": "a close is somebody's word: say who",
    "close_reason_says_something": "say why: the reason is empty",
    "undone_with_a_reason": "say why: this needs a reason",
    "acceptance_says_why": "a check is accepted with a reason: say why",
    "comment_says_something": "the comment is empty",
    "commented_by_somebody": "a comment is somebody's: say who",
}


@contextmanager
def law_as_input_error() -> Iterator[None]:
    """Turn a refusal by the law of closes (reporting/migrations) into an InputError; other errors pass."""
    try:
        yield
    except (UniqueViolation, CheckViolation) as error:
        sentence = _CONSTRAINTS.get(error.diag.constraint_name or "")
        if sentence is None:
            raise
        raise InputError(sentence) from None
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith(_LAW):
            raise
        raise InputError(error.diag.message_primary or str(error)) from None
