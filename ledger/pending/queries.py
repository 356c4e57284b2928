"""What is reserved, and what an account still has available."""

from datetime import date as calendar_date
from datetime import datetime
from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class Pending(NamedTuple):
    """One reservation; `outcome` is posted, voided, expired, or None while it is open."""

    number: int
    pending_id: str
    entity: str
    date: calendar_date
    recorded_at: datetime
    expires_at: datetime
    outcome: str | None
    settled_at: datetime | None
    reason: str | None


class Available(NamedTuple):
    """An account in one currency, in minor units: balance (debit positive), what is reserved on each side, the rest.

    `available` is what would be left if every reservation that lessens the account were posted: for an asset or expense
    the balance less the pending credits, for the other types the balance with the pending debits.
    """

    currency: str
    balance: int
    pending_debit: int
    pending_credit: int
    available: int


def pending(connection: psycopg.Connection[Any], tenant: str, pending_id: str) -> Pending:
    """The reservation of that id.

    Raises:
        InputError: there is none.
    """
    with connection.transaction():
        enter(connection, tenant)
        row = connection.execute(
            load_sql("ledger", "pending_shown"), {"tenant": tenant, "pending_id": pending_id}
        ).fetchone()
    if row is None:
        raise InputError(f"there is no pending '{pending_id}' of '{tenant}'")
    return Pending(*row)


def available(connection: psycopg.Connection[Any], tenant: str, entity: str, account: str) -> list[Available]:
    """The account's balances with its reservations, by currency; read in one snapshot."""
    key = {"tenant": tenant, "entity": entity, "account": account}
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(load_sql("ledger", "pending_available"), key).fetchall()
    return [Available(*row) for row in rows]
