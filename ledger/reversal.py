"""Reversal, the only way to take a journal back: the same lines with the sign turned, pointing to the original.

Each journal is reversed at most once; a reversal may itself be reversed, which restores what it took back.
"""

from datetime import date as calendar_date
from typing import Any, NamedTuple

import psycopg

from ledger.posting import in_one_transaction, post_staged
from ledger.requests import Posted
from ledger.staging import open_staging
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


def reverse(  # noqa: PLR0913 - what, when, why and under which name: none is optional
    connection: psycopg.Connection[Any],
    tenant: str,
    journal_id: str,
    *,
    date: calendar_date,
    reason: str,
    key: str,
) -> Posted:
    """Post the contra journal of `journal_id` on `date`; `key` is the new journal's id, `reason` its description.

    Repeating the same call answers that it was replayed.

    Raises:
        InputError: there is no such journal, it is reversed already (the message names the reversal and its date), or
            `key` is another journal's id.
    """
    request = {"tenant": tenant, "journal_id": journal_id, "date": date, "reason": reason, "key": key}

    def once() -> Posted:
        enter(connection, tenant)
        reversal = _reversal_of(connection, tenant, journal_id)
        if reversal is not None and reversal.journal_id != key:
            raise _reversed_already(journal_id, reversal)
        open_staging(connection)
        connection.execute(load_sql("ledger", "stage_reversal_journal"), request)
        connection.execute(load_sql("ledger", "stage_reversal_lines"), request)
        try:
            return post_staged(connection, tenant)[0]
        except InputError:
            if reversal is None:
                raise
            raise _reversed_already(journal_id, reversal) from None  # on another date, or for another reason

    return in_one_transaction(connection, once)


class _Reversal(NamedTuple):
    journal_id: str
    date: calendar_date


def _reversed_already(journal_id: str, reversal: _Reversal) -> InputError:
    return InputError(
        f"journal '{journal_id}' is reversed already, by journal '{reversal.journal_id}' ({reversal.date})"
    )


def _reversal_of(connection: psycopg.Connection[Any], tenant: str, journal_id: str) -> _Reversal | None:
    found = connection.execute(
        load_sql("ledger", "reversal_of"), {"tenant": tenant, "journal_id": journal_id}
    ).fetchone()
    if found is None:
        raise InputError(f"there is no journal '{journal_id}' in the book of '{tenant}'")
    return None if found[0] is None else _Reversal(*found)
