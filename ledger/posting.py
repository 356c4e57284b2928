"""Posting: whole journals into the book, all of a call or nothing of it.

A request may be repeated for ever: the same journal_id with the same content answers that it was replayed and changes
nothing, with other content it is refused. Two sessions that post the same journal_id at once write it once: the
second waits for the first one's commit in the unique index, and then finds that its request is a repetition.

There are two ways in. Journals that can be prepared from what this session knows go in by one call; the others, and
those that the book has already, are staged and judged by SQL, which says what is wrong. The law judges both.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, UniqueViolation

from ledger.plans import refresh_plans
from ledger.prepared import Line, columns_of, minor_lines, post_prepared
from ledger.reference_data import ReferenceData, forget
from ledger.refusals import LAW, JournalRefused, Refused, refused
from ledger.requests import JournalRequest, Posted
from ledger.staging import assess, open_staging, stage, write
from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter

_ATTEMPTS = 10
_POSTED_ONCE = "one_posting_per_journal_id"

Answer = TypeVar("Answer")
Journals = Sequence[JournalRequest]
Post = Callable[[psycopg.Connection[Any], str, Journals], list[Posted]]


def post(connection: psycopg.Connection[Any], tenant: str, journals: Journals) -> list[Posted]:
    """Post all journals, or none.

    One answer per request, in their order. Durable on return, unless the caller has a transaction open: then it
    commits.

    Raises:
        InputError: a journal is unbalanced, names an unknown account (with the nearest code), entity or
            currency, has too many decimals, stands in a closed period, or repeats a journal_id with other content.
    """
    distinct = _distinct(journals)

    def once() -> list[Posted]:
        enter(connection, tenant)
        return post_together(connection, tenant, list(distinct.values()))

    answers = {answer.journal_id: answer for answer in in_one_transaction(connection, once)}
    return [answers[journal.journal_id] for journal in journals]


def post_each(connection: psycopg.Connection[Any], tenant: str, journals: Journals) -> list[Posted | Refused]:
    """Post every journal that can be posted, in one transaction; one answer per request, in their order.

    Each journal_id may stand in the call once. A journal that is refused leaves no trace and does not touch the others.
    """

    def once() -> list[Posted | Refused]:
        enter(connection, tenant)
        short, long = _ways(connection, tenant, journals)
        answers = {
            answer.journal_id: answer
            for answer in (
                *_post_apart(connection, tenant, [journal for journal, _ in short], post_together),
                *_post_apart(connection, tenant, long, _post_long),
            )
        }
        return [answers[journal.journal_id] for journal in journals]

    return in_one_transaction(connection, once)


def _post_apart(
    connection: psycopg.Connection[Any], tenant: str, journals: Journals, post_all: Post
) -> list[Posted | Refused]:
    """All at once; where one is refused, each half by itself, until those that are refused stand alone."""
    if not journals:
        return []
    try:
        return [*in_one_transaction(connection, lambda: post_all(connection, tenant, journals))]
    except InputError as error:
        if len(journals) == 1:
            return [Refused(None, journals[0].journal_id, *_reason_of(error))]
    middle = len(journals) // 2
    return [
        *_post_apart(connection, tenant, journals[:middle], post_all),
        *_post_apart(connection, tenant, journals[middle:], post_all),
    ]


def _reason_of(error: InputError) -> tuple[str, str]:
    return (error.reason, error.code) if isinstance(error, JournalRefused) else (str(error), "refused")


def _ways(
    connection: psycopg.Connection[Any], tenant: str, journals: Journals
) -> tuple[list[tuple[JournalRequest, list[Line]]], list[JournalRequest]]:
    reference = ReferenceData.of(connection, tenant)
    short: list[tuple[JournalRequest, list[Line]]] = []
    long: list[JournalRequest] = []
    for journal in journals:
        lines = minor_lines(journal, reference)
        if lines is None:
            long.append(journal)
        else:
            short.append((journal, lines))
    if long:
        forget(connection, tenant)
    return short, long


def post_together(connection: psycopg.Connection[Any], tenant: str, journals: Journals) -> list[Posted]:
    """Post all journals within the caller's transaction, which an error leaves to be rolled back; each id once."""
    short, long = _ways(connection, tenant, journals)
    posted: list[Posted] = []
    if short:
        columns = columns_of(short, ReferenceData.of(connection, tenant))
        already_posted, recorded_at = post_prepared(connection, tenant, columns)
        if already_posted:
            repeated = [journal for journal, _ in short if journal.journal_id in already_posted]
            others = [journal for journal, _ in short if journal.journal_id not in already_posted]
            posted += post_together(connection, tenant, others) if others else []
            long += repeated
        else:
            refresh_plans(connection, len(short))
            posted += [Posted(journal.journal_id, replayed=False, recorded_at=recorded_at) for journal, _ in short]
    return posted + (_post_long(connection, tenant, long) if long else [])


def _post_long(connection: psycopg.Connection[Any], tenant: str, journals: Journals) -> list[Posted]:
    open_staging(connection)
    stage(connection, enumerate(journals, start=1))
    return post_staged(connection, tenant)


def post_staged(connection: psycopg.Connection[Any], tenant: str) -> list[Posted]:
    """Post what is staged, within the caller's transaction.

    Raises:
        JournalRefused: one of the journals cannot be posted; the first problem is named.
    """
    assess(connection, tenant)
    for problem in refused(connection, tenant, limit=1):
        raise JournalRefused(problem)
    write(connection, tenant)
    rows = connection.execute(
        "SELECT journal_id, replayed, coalesce(recorded_at, transaction_timestamp())"
        " FROM assessed_journals ORDER BY position"
    ).fetchall()
    return [Posted(*row) for row in rows]


def in_one_transaction(connection: psycopg.Connection[Any], once: Callable[[], Answer]) -> Answer:
    """Run `once` in a transaction; again when another session wrote the same journal_id meanwhile.

    Raises:
        InputError: the book's law refuses what `once` does; nothing is kept.
        ServiceUnreachable: other sessions wrote the same journals each time it was tried.
        psycopg.errors.UniqueViolation: of any other key than a journal's id: a mistake of `once`.
    """
    for _ in range(_ATTEMPTS):
        try:
            with translate_db_errors(LAW), connection.transaction():
                return once()
        except DeadlockDetected:
            continue
        except UniqueViolation as error:
            if error.diag.constraint_name != _POSTED_ONCE:
                raise
    raise ServiceUnreachable(f"other sessions kept posting the same journals, {_ATTEMPTS} times: try again")


def _distinct(journals: Journals) -> dict[str, JournalRequest]:
    """One request per journal_id; the same one twice in a call is a repetition, two different ones are a mistake.

    Raises:
        InputError: one journal_id stands twice with different content.
    """
    distinct: dict[str, JournalRequest] = {}
    for journal in journals:
        if distinct.setdefault(journal.journal_id, journal) != journal:
            raise InputError(f"journal '{journal.journal_id}' stands twice in one call, with different content")
    return distinct
