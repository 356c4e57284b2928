"""Reversal, the only way to take a journal back: the same lines with the sign turned, pointing to the original.

Each journal is reversed at most once; a reversal may itself be reversed, which restores what it took back.
"""

from datetime import date as calendar_date
from typing import Any

import psycopg

from ledger.posting import in_one_transaction, post_staged
from ledger.requests import Posted
from ledger.staging import open_staging
from ledger.statements import statement
from tieout.errors import InputError


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

    Repeating the same call answers that it was replayed. Raises InputError when there is no such journal, when it is
    reversed already (the message names the reversal), or when `key` is in the book with other content.
    """
    request = {"tenant": tenant, "journal_id": journal_id, "date": date, "reason": reason, "key": key}

    def once() -> Posted:
        _refuse_unknown_or_reversed(connection, tenant, journal_id, key)
        open_staging(connection)
        connection.execute(statement("stage_reversal_journal"), request)
        connection.execute(statement("stage_reversal_lines"), request)
        return post_staged(connection, tenant)[0]

    return in_one_transaction(connection, once)


def _refuse_unknown_or_reversed(connection: psycopg.Connection[Any], tenant: str, journal_id: str, key: str) -> None:
    found = connection.execute(statement("reversal_of"), {"tenant": tenant, "journal_id": journal_id}).fetchone()
    if found is None:
        raise InputError(f"there is no journal '{journal_id}' in the book of '{tenant}'")
    if found[0] is not None and found[0] != key:
        raise InputError(f"journal '{journal_id}' is reversed already, by journal '{found[0]}'")
