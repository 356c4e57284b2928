"""What a step answers, and what it may answer: an accepted request says what it did, a refused one says why."""

from typing import Any, NamedTuple

from ledger.refusals import JournalRefused

_PHRASES = {
    "there is no journal": "no_journal",
    "is reversed already": "reversed_already",
    "there is no pending": "no_pending",
    "holds journals and must be closed before": "earlier_open",
    "reopen it first": "later_closed",
    "there is nothing to reopen": "not_closed",
    "stands twice in one call": "twice",
    "is not what was reserved": "not_as_reserved",
    "names an account that cannot take its line": "wrong_currency",
    "belongs to another tenant": "other_tenant",
    "unknown entity": "unknown_entity",
}


class No(NamedTuple):
    """A refusal, by its reason."""

    reason: str


class AnyNo(frozenset):
    """A refusal for one of these reasons: where several hold, the ledger names whichever it met first."""


class Possible(NamedTuple):
    """One lawful way for a step to end: what is answered, and the book after it."""

    answer: Any
    book: Any


def reason_of(error):
    """The reason that an InputError, or PostgreSQL's own refusal, gives."""
    for phrase, reason in _PHRASES.items():
        if phrase in str(error):
            return reason
    return error.code if isinstance(error, JournalRefused) else str(error)


def agrees(expected, answer):
    """Whether an answer is the expected one."""
    if isinstance(expected, AnyNo):
        return isinstance(answer, No) and answer.reason in expected
    if isinstance(expected, tuple) and not isinstance(expected, No):
        return (
            isinstance(answer, tuple)
            and not isinstance(answer, No)
            and len(answer) == len(expected)
            and all(map(agrees, expected, answer))
        )
    return type(expected) is type(answer) and expected == answer
