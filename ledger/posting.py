"""Posting: whole journals into the book, all of a call or nothing of it.

A request may be repeated for ever: the same journal_id with the same content answers that it was replayed and changes
nothing, with other content it is refused. Two sessions that post the same journal_id at once write it once: the
second waits for the first one's commit in the unique index, and then finds that its request is a repetition.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, UniqueViolation

from ledger.refusals import law_as_input_error, refused
from ledger.requests import JournalRequest, Posted
from ledger.staging import assess, open_staging, stage, write
from tieout.errors import InputError, ServiceUnreachable

_ATTEMPTS = 10
_POSTED_ONCE = "one_posting_per_journal_id"

Answer = TypeVar("Answer")


def post(connection: psycopg.Connection[Any], tenant: str, journals: Sequence[JournalRequest]) -> list[Posted]:
    """Post all journals, or none.

    One answer per request, in their order. Durable on return, unless the caller has a transaction open: then it
    commits. Raises InputError for the first journal that is unbalanced, names an unknown account (with the nearest
    code), entity or currency, has too many decimals, or repeats a journal_id with other content.
    """
    distinct = _distinct(journals)

    def once() -> list[Posted]:
        open_staging(connection)
        stage(connection, enumerate(distinct.values(), start=1))
        return post_staged(connection, tenant)

    answers = {posted.journal_id: posted for posted in in_one_transaction(connection, once)}
    return [answers[journal.journal_id] for journal in journals]


def post_staged(connection: psycopg.Connection[Any], tenant: str) -> list[Posted]:
    """Post what is staged, within the caller's transaction; InputError for the first problem."""
    assess(connection, tenant)
    for problem in refused(connection, tenant, limit=1):
        raise InputError(f"journal '{problem.journal_id}': {problem.reason}")
    write(connection, tenant)
    rows = connection.execute("SELECT journal_id, replayed FROM assessed_journals ORDER BY position").fetchall()
    return [Posted(*row) for row in rows]


def in_one_transaction(connection: psycopg.Connection[Any], once: Callable[[], Answer]) -> Answer:
    """Run `once` in a transaction; again when another session wrote the same journal_id meanwhile."""
    for _ in range(_ATTEMPTS):
        try:
            with law_as_input_error(), connection.transaction():
                return once()
        except DeadlockDetected:
            continue
        except UniqueViolation as error:
            if error.diag.constraint_name != _POSTED_ONCE:
                raise
    raise ServiceUnreachable(f"other sessions kept posting the same journals, {_ATTEMPTS} times: try again")


def _distinct(journals: Sequence[JournalRequest]) -> dict[str, JournalRequest]:
    """One request per journal_id; the same one twice in a call is a repetition, two different ones are a mistake."""
    distinct: dict[str, JournalRequest] = {}
    for journal in journals:
        if distinct.setdefault(journal.journal_id, journal) != journal:
            raise InputError(f"journal '{journal.journal_id}' stands twice in one call, with different content")
    return distinct
