"""Reserving what a journal will move."""

from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg.errors import UniqueViolation

from ledger.refusals import LAW, JournalRefused, Refused, refused
from ledger.requests import JournalRequest
from ledger.staging import assess, open_staging, stage
from tieout.errors import ServiceUnreachable
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

_ATTEMPTS = 3


class Reserved(NamedTuple):
    """A pending that is recorded; `replayed` when the same request had recorded it before."""

    pending_id: str
    replayed: bool
    recorded_at: datetime
    expires_at: datetime


def reserve(
    connection: psycopg.Connection[Any], tenant: str, journal: JournalRequest, expires_at: datetime
) -> Reserved:
    """Reserve the journal's lines until `expires_at`; `journal.journal_id` names the pending, and its journal later.

    Durable on return, unless the caller has a transaction open. Repeating it answers that it was replayed.

    Raises:
        JournalRefused: it could not be posted, would pass an account's limit, or carries the id of something else.
        ServiceUnreachable: others kept reserving the same id.
    """
    for _ in range(_ATTEMPTS):
        try:
            with translate_db_errors(LAW), connection.transaction():
                enter(connection, tenant)
                return _reserve(connection, tenant, journal, expires_at)
        except UniqueViolation:
            continue
    raise ServiceUnreachable(f"other sessions kept reserving '{journal.journal_id}': try again")


def _reserve(
    connection: psycopg.Connection[Any], tenant: str, journal: JournalRequest, expires_at: datetime
) -> Reserved:
    open_staging(connection)
    stage(connection, [(1, journal)])
    assess(connection, tenant)
    named = {"tenant": tenant, "pending_id": journal.journal_id, "expires_at": expires_at}
    repeated = connection.execute(load_sql("ledger", "pending_repeated"), named).fetchone()
    if repeated is not None:
        same, recorded_at = repeated
        if not same:
            raise _taken(journal, "is reserved already with other content: reserve under a new id")
        return Reserved(journal.journal_id, replayed=True, recorded_at=recorded_at, expires_at=expires_at)
    for problem in refused(connection, tenant, limit=1):
        raise JournalRefused(problem)
    connection.execute(load_sql("ledger", "pending_write_lines"), named)
    written = connection.execute(load_sql("ledger", "pending_write"), named).fetchone()
    if written is None:
        raise _taken(journal, "is in the book already: reserve under a new id")
    return Reserved(journal.journal_id, replayed=False, recorded_at=written[0], expires_at=expires_at)


def _taken(journal: JournalRequest, reason: str) -> JournalRefused:
    return JournalRefused(Refused(None, journal.journal_id, reason, "pending_id_taken"))
