"""Balances, at two times at once: as of when they took effect, and as known when they were recorded.

The book is bitemporal. A bill of January that is posted in March belongs to January's balances (`as_of`), yet nobody
knew of it in February (`known_at`): the figures that were reported then are found again by asking what was known then.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class AccountBalance(NamedTuple):
    """An account in one currency, up to a date: minor units, debit positive; `debit` and `credit` are both >= 0."""

    account_code: str
    name: str
    type: str
    currency: str
    debit: int
    credit: int
    balance: int
    base_balance: int


def trial_balance(
    connection: psycopg.Connection[Any],
    tenant: str,
    entity: str,
    as_of: date | None = None,
    *,
    known_at: datetime | None = None,
) -> list[AccountBalance]:
    """Every account of an entity that has lines, by code and currency; balances sum to zero in each currency.

    Amounts are minor units, debit positive.

    Args:
        connection: in a tenant's transaction, or with none open.
        tenant: whose book.
        entity: whose accounts; the functional currency is the entity's.
        as_of: counts what took effect on this day or before; None, everything.
        known_at: counts what was recorded at this time or before; None, everything.

    Raises:
        InputError: `known_at` has no time zone.
    """
    return _balances(
        connection, {"tenant": tenant, "entity": entity, "account": None, "as_of": as_of, "known_at": known_at}
    )


def account_balance(  # noqa: PLR0913 - which account, at which two times
    connection: psycopg.Connection[Any],
    tenant: str,
    entity: str,
    account: str,
    as_of: date | None = None,
    *,
    known_at: datetime | None = None,
) -> dict[str, int]:
    """One account's balance by currency, in minor units, debit positive; times as for `trial_balance`.

    Empty for an account without lines.
    """
    filters = {"tenant": tenant, "entity": entity, "account": account, "as_of": as_of, "known_at": known_at}
    return {balance.currency: balance.balance for balance in _balances(connection, filters)}


def _balances(connection: psycopg.Connection[Any], filters: dict[str, Any]) -> list[AccountBalance]:
    """Read in a transaction of its own: one left open would swallow the commit of a posting that follows.

    Raises:
        InputError: `known_at` has no time zone.
    """
    known_at = filters["known_at"]
    if known_at is not None and known_at.tzinfo is None:
        raise InputError(f"known_at: {known_at.isoformat()} has no time zone: add one, such as +00:00")
    with connection.transaction():
        enter(connection, filters["tenant"])
        rows = connection.execute(load_sql("ledger.balances", "balances"), filters).fetchall()
    return [AccountBalance(*row[:4], *map(int, row[4:])) for row in rows]
