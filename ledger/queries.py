"""What the book says: balances, computed from the lines themselves."""

from datetime import date
from typing import Any, NamedTuple

import psycopg

from ledger.statements import statement
from ledger.tenancy import enter


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


def trial_balance(connection: psycopg.Connection[Any], tenant: str, entity: str, upto: date) -> list[AccountBalance]:
    """Every account that has lines with effective_date <= `upto`; balances sum to zero in each currency."""
    return _balances(connection, {"tenant": tenant, "entity": entity, "upto": upto, "account": None})


def account_balance(
    connection: psycopg.Connection[Any], tenant: str, entity: str, account: str, upto: date
) -> dict[str, int]:
    """One account's balance by currency, in minor units, up to and with `upto`."""
    wanted = {"tenant": tenant, "entity": entity, "upto": upto, "account": account}
    return {balance.currency: balance.balance for balance in _balances(connection, wanted)}


def _balances(connection: psycopg.Connection[Any], wanted: dict[str, Any]) -> list[AccountBalance]:
    """Read in a transaction of its own: one left open would swallow the commit of a posting that follows."""
    with connection.transaction():
        enter(connection, wanted["tenant"])
        rows = connection.execute(statement("trial_balance"), wanted).fetchall()
    return [AccountBalance(*row) for row in rows]
