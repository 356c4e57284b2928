"""What the database refuses of a close, as one line for the person who asked."""

from contextlib import AbstractContextManager

from tieout.postgres.law import refusal_as_input_error

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


def law_as_input_error() -> AbstractContextManager[None]:
    """Turn a refusal by the law of closes (reporting/migrations) into an InputError; other errors pass."""
    return refusal_as_input_error(_LAW, _CONSTRAINTS)
