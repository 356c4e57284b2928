"""What becomes of a pending: posted, voided, expired. Each answer is the same when the question comes again."""

from collections.abc import Callable
from datetime import date as calendar_date
from datetime import datetime
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation

from ledger.pending.queries import Pending, pending
from ledger.posting import Answer, in_one_transaction, post_staged
from ledger.refusals import LAW, JournalRefused, Refused
from ledger.requests import Posted
from ledger.staging import open_staging
from tieout.errors import InputError
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

_OUTCOME = """
INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome, journal_id, reason)
VALUES (%(tenant)s, %(number)s, %(outcome)s, %(journal_id)s, %(reason)s)
"""


def post_pending(
    connection: psycopg.Connection[Any], tenant: str, pending_id: str, *, date: calendar_date | None = None
) -> Posted:
    """Post what was reserved, on its own date or another.

    Raises:
        InputError: it was voided, has expired, or is unknown.
    """

    def once() -> Posted:
        found = pending(connection, tenant, pending_id)
        if found.outcome == "posted":
            return Posted(pending_id, replayed=True, recorded_at=_settled_at(found))
        _refuse_settled(found)
        _refuse_taken(connection, tenant, pending_id)
        _settle(connection, tenant, found, "posted", journal_id=pending_id)
        open_staging(connection)
        staged = {"tenant": tenant, "number": found.number, "date": date or found.date}
        connection.execute(load_sql("ledger", "pending_stage_journal"), staged)
        connection.execute(load_sql("ledger", "pending_stage_lines"), staged)
        return post_staged(connection, tenant)[0]

    return _one_outcome(connection, once)


def void(connection: psycopg.Connection[Any], tenant: str, pending_id: str, reason: str) -> Pending:
    """Give the reservation up.

    Raises:
        InputError: it was posted, has expired, or is unknown.
    """

    def once() -> Pending:
        found = pending(connection, tenant, pending_id)
        if found.outcome != "voided":
            _refuse_settled(found)
            _settle(connection, tenant, found, "voided", reason=reason)
        return pending(connection, tenant, pending_id)

    return _one_outcome(connection, once)


def expire(connection: psycopg.Connection[Any], tenant: str) -> int:
    """Record the end of every pending whose time is over; how many there were."""
    with translate_db_errors(LAW), connection.transaction():
        enter(connection, tenant)
        row = connection.execute("SELECT ledger.expire_pendings(%s)", (tenant,)).fetchone()
    return int(row[0]) if row else 0


def _one_outcome(connection: psycopg.Connection[Any], once: Callable[[], Answer]) -> Answer:
    """When another session settles it meanwhile, its outcome is what this call finds the second time."""
    try:
        return in_one_transaction(connection, once)
    except UniqueViolation:
        return in_one_transaction(connection, once)


def _settle(  # noqa: PLR0913 - an outcome is all of these
    connection: psycopg.Connection[Any],
    tenant: str,
    found: Pending,
    outcome: str,
    *,
    journal_id: str | None = None,
    reason: str | None = None,
) -> None:
    settled = {"tenant": tenant, "number": found.number, "outcome": outcome, "journal_id": journal_id, "reason": reason}
    connection.execute(_OUTCOME.encode(), settled)


def _refuse_settled(found: Pending) -> None:
    if found.outcome is not None:
        when = f"{_settled_at(found):%Y-%m-%d %H:%M} UTC"
        raise JournalRefused(Refused(None, found.pending_id, f"was {found.outcome} at {when}", "pending_settled"))


def _refuse_taken(connection: psycopg.Connection[Any], tenant: str, pending_id: str) -> None:
    """A journal of that id was posted past the reservation, which can only be voided now.

    Raises:
        JournalRefused: there is such a journal (code `journal_id_taken`).
    """
    taken = "SELECT FROM ledger.journals WHERE tenant_id = %s AND journal_id = %s"
    if connection.execute(taken, (tenant, pending_id)).fetchone() is not None:
        reason = "a journal of this id is in the book, and not by this reservation: void it"
        raise JournalRefused(Refused(None, pending_id, reason, "journal_id_taken"))


def _settled_at(found: Pending) -> datetime:
    if found.settled_at is None:
        raise InputError(f"pending '{found.pending_id}' is not settled")
    return found.settled_at
