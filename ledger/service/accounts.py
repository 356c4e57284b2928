"""Opening and changing accounts on request; what would give old journals another meaning is refused by the book."""

from decimal import Decimal
from typing import Any

import psycopg

from ledger.service.refusals import BookKind
from ledger.service.requests import AccountChange, AccountRequest
from service.answers import CREATED, OK, Answer
from service.database import Connection
from service.problems import Kind, Problem
from tieout.money import to_minor
from tieout.sql import load_sql

_CONSTRAINTS = {
    "accounts_tenant_id_entity_id_fkey": "there is no such entity",
    "parent_in_the_chart": "there is no such parent account",
    "known_currency": "the currency is not one of the tenant's",
    "active_forwards": "active_from is after active_to",
    "floor_below_ceiling": "the floor is above the ceiling",
    "limit_in_one_currency": "an account with a floor or a ceiling needs a currency",
}


def open_account(connection: Connection, tenant: str, request: AccountRequest) -> Answer:
    """Open an account; one that is there already, just as requested, is answered as a repetition.

    Raises:
        Problem: 409, the account is open already and differs from the request, or the law refuses the request.
    """
    row = {"tenant": tenant, **request.model_dump(exclude={"floor", "ceiling"})}
    row["floor"], row["ceiling"] = _limits(connection, tenant, request.currency, request.floor, request.ceiling)
    opened = _write(connection, "open_account", row)
    found = connection.execute(load_sql("ledger.service", "account_differs"), row).fetchone()
    if opened == 0 and (found is None or found[0]):
        raise Problem(
            BookKind.REFUSED,
            f"account '{request.code}' of entity '{request.entity}' is open already and another one: change it",
            code="account_differs",
        )
    return Answer(CREATED, _shown(connection, tenant, request.entity, request.code), replayed=opened == 0)


def change_account(connection: Connection, tenant: str, entity: str, code: str, change: AccountChange) -> Answer:
    """Change the fields that the request has, leave the rest.

    Raises:
        Problem: 404, there is no such account; 422, the change removes its name; 409, the law refuses the change.
    """
    key = {"tenant": tenant, "entity": entity, "code": code}
    held = connection.execute(load_sql("ledger.service", "account_currency"), key).fetchone()
    if held is None:
        raise Problem(Kind.NOT_FOUND, f"there is no account '{code}' of entity '{entity}'")
    changed = change.model_fields_set
    if "name" in changed and change.name is None:
        raise Problem(Kind.INVALID, "/name: an account needs one")
    row: dict[str, Any] = {**key, "given": sorted(changed), **change.model_dump(exclude={"floor", "ceiling"})}
    currency = change.currency if "currency" in changed else held[0]
    row["floor"], row["ceiling"] = _limits(connection, tenant, currency, change.floor, change.ceiling)
    _write(connection, "change_account", row)
    return Answer(OK, _shown(connection, tenant, entity, code))


def _write(connection: Connection, name: str, row: dict[str, Any]) -> int:
    try:
        return connection.execute(load_sql("ledger.service", name), row).rowcount
    except psycopg.IntegrityError as error:
        sentence = _CONSTRAINTS.get(error.diag.constraint_name or "")
        if sentence is None:
            raise
        raise Problem(BookKind.REFUSED, sentence, code=error.diag.constraint_name) from None


def _limits(connection: Connection, tenant: str, currency: str | None, *limits: Decimal | None) -> list[int | None]:
    """The limits in minor units of the account's currency, in their order; None stays None.

    Raises:
        Problem: 409, there is a limit, and the account has no currency of its own in which to count it.
    """
    if all(limit is None for limit in limits):
        return [None for _ in limits]
    found = connection.execute(load_sql("ledger.service", "scale"), {"tenant": tenant, "currency": currency}).fetchone()
    if found is None:
        raise Problem(BookKind.REFUSED, _CONSTRAINTS["limit_in_one_currency"], code="limit_in_one_currency")
    return [None if limit is None else to_minor(limit, found[0]) for limit in limits]


def _shown(connection: Connection, tenant: str, entity: str, code: str) -> bytes:
    found = connection.execute(
        load_sql("ledger.service", "account"), {"tenant": tenant, "entity": entity, "code": code}
    ).fetchone()
    return b"" if found is None else str(found[0]).encode()
