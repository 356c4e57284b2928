"""One group of postings into the book: the short way when all of it is new and right, the careful way else.

The short way is one transaction of few waits: statements are sent before the answers to those before them are there,
and nothing is looked up, for the keys' own index says whether one was used before. Whatever it meets (a repetition, a
mistake, an account that is new to this connection) undoes it, and the group goes the careful way: look up, post what is
new, answer the rest from what was stored.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from psycopg import NotSupportedError
from psycopg.errors import DeadlockDetected, UniqueViolation

from ledger.posting import post_each, post_together
from ledger.refusals import LAW, JournalRefused, Refused
from ledger.requests import JournalRequest, Posted
from ledger.service.idempotency import Raced, RequestIdentity, recorded, remember, replay
from ledger.service.refusals import of_refusal, refusals
from service.answers import CREATED, Answer
from service.database import Connection
from service.problems import Kind, Problem
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import tenant_transaction

_ATTEMPTS = 5


@dataclass(slots=True)
class Posting:
    """One journal to be posted, and whose request it is, under which key."""

    identity: RequestIdentity
    journal: JournalRequest


def commit(connection: Connection, tenant: str, group: Sequence[Posting]) -> list[Answer]:
    """An answer to each posting, in their order; durable on return."""
    answers = _all_new(connection, tenant, group)
    return _carefully(connection, tenant, group) if answers is None else answers


def posted(outcome: Posted) -> dict[str, str]:
    """A posted journal as it is answered; the same for the posting and for its repetitions."""
    return {"journal_id": outcome.journal_id, "recorded_at": outcome.recorded_at.isoformat()}


def _all_new(connection: Connection, tenant: str, group: Sequence[Posting]) -> list[Answer] | None:
    """The answers where every posting is new and right; None, and nothing was done, where one is not.

    NotSupportedError says that one had to be staged by COPY, which cannot be sent ahead.
    """
    if not _distinct(group):
        return None
    with (
        suppress(NotSupportedError, Raced, DeadlockDetected, UniqueViolation, JournalRefused),
        translate_db_errors(LAW),
    ):
        with connection.pipeline(), tenant_transaction(connection, tenant):
            outcomes = post_together(connection, tenant, [posting.journal for posting in group])
            answers = {outcome.journal_id: _answer(outcome) for outcome in outcomes}
            done = [(posting.identity, answers[posting.journal.journal_id]) for posting in group]
            remember(connection, tenant, done)
        return [answer for _, answer in done]
    return None


def _distinct(group: Sequence[Posting]) -> bool:
    keys = {posting.identity.key for posting in group}
    return len(keys) == len(group) == len({posting.journal.journal_id for posting in group})


def _carefully(connection: Connection, tenant: str, group: Sequence[Posting]) -> list[Answer]:
    """Transactions until each posting has its answer: one, unless postings of the group repeat each other."""
    answers: dict[int, Answer] = {}
    waiting = dict(enumerate(group))
    while waiting:
        answers |= _once(connection, tenant, waiting)
        waiting = {place: posting for place, posting in waiting.items() if place not in answers}
    return [answers[place] for place in range(len(group))]


def _once(connection: Connection, tenant: str, waiting: dict[int, Posting]) -> dict[int, Answer]:
    for _ in range(_ATTEMPTS):
        with suppress(Raced, DeadlockDetected, UniqueViolation), refusals(), tenant_transaction(connection, tenant):
            return _look_up_and_post(connection, tenant, waiting)
    raise Problem(Kind.BUSY, "others kept posting the same journals: try again", retry_after=1)


def _look_up_and_post(connection: Connection, tenant: str, waiting: dict[int, Posting]) -> dict[int, Answer]:
    """Repeat what was answered before, post what is new; the second one of a key or a journal_id is left waiting."""
    answered_before = recorded(connection, tenant, [posting.identity.key for posting in waiting.values()])
    answers: dict[int, Answer] = {}
    new: dict[int, Posting] = {}
    taken: set[tuple[str, str]] = set()
    for place, posting in waiting.items():
        names = {("key", posting.identity.key), ("journal", posting.journal.journal_id)}
        stored = replay(posting.identity, answered_before)
        if stored is not None:
            answers[place] = stored
        elif taken.isdisjoint(names):
            taken |= names
            new[place] = posting
    if new:
        outcomes = post_each(connection, tenant, [posting.journal for posting in new.values()])
        fresh = dict(zip(new, map(_answer, outcomes), strict=True))
        remember(
            connection, tenant, [(new[place].identity, answer) for place, answer in fresh.items() if answer.accepted]
        )
        answers |= fresh
    return answers


def _answer(outcome: Posted | Refused) -> Answer:
    if isinstance(outcome, Refused):
        return of_refusal(outcome).answer()
    return Answer(CREATED, json.dumps(posted(outcome)).encode(), replayed=outcome.replayed)
