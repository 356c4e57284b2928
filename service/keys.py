"""API keys: a tenant's programs show who they are by a random 256-bit token; the database keeps only its SHA-256.

A fast hash is right here: nobody can guess 256 random bits, so there is nothing that a slow one would protect. A key
belongs to one tenant, has scopes, and opens every service of that tenant; it is never changed, only revoked. The table
is `ledger.api_keys` since the book's own migrations, whose names stay; its law (`0017_keys.sql`) knows the scopes too.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

SCOPES = {
    "read": "look at everything of the tenant",
    "post": "post, reverse and reserve",
    "accounts": "open and change accounts",
    "close": "close and reopen periods",
    "admin": "everything, and prove the book",
}
TOKEN = re.compile(r"tieout_[A-Za-z0-9_-]{43}")
_BYTES = 32


class Holder(NamedTuple):
    """Who stands behind a key."""

    tenant: str
    key_id: str
    name: str
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        """Whether one of its scopes allows it."""
        return scope in self.scopes or "admin" in self.scopes


class NewKey(NamedTuple):
    """A key just made; `token` is shown once and kept nowhere."""

    key_id: str
    token: str


class Key(NamedTuple):
    """A key as it is listed; times in ISO 8601, UTC."""

    key_id: str
    name: str
    scopes: list[str]
    created_at: str
    revoked_at: str | None


def hashed(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def create_key(connection: psycopg.Connection[Any], tenant: str, name: str, scopes: Sequence[str]) -> NewKey:
    """Make a key of `tenant`; the caller commits.

    Raises:
        InputError: no scope or no name is given, or there is no such scope or tenant.
    """
    for scope in scopes:
        if scope not in SCOPES:
            raise InputError(f"unknown scope '{scope}': {did_you_mean(scope, list(SCOPES))}")
    if not scopes or not name.strip():
        raise InputError("a key needs a name and at least one scope")
    new = NewKey(f"key_{secrets.token_hex(6)}", f"tieout_{secrets.token_urlsafe(_BYTES)}")
    row = {
        "tenant": tenant,
        "key_id": new.key_id,
        "sha256": hashed(new.token),
        "name": name.strip(),
        "scopes": sorted(set(scopes)),
    }
    try:
        with connection.transaction():
            enter(connection, tenant)
            connection.execute(load_sql("service", "create_key"), row)
    except psycopg.errors.ForeignKeyViolation:
        raise InputError(f"there is no tenant '{tenant}': open its books first") from None
    return new


def list_keys(connection: psycopg.Connection[Any], tenant: str) -> list[Key]:
    """A tenant's keys, the revoked ones too, oldest first."""
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(load_sql("service", "keys"), {"tenant": tenant}).fetchall()
    return [Key(*row) for row in rows]


def revoke_key(connection: psycopg.Connection[Any], tenant: str, key_id: str) -> None:
    """End a key for good; repeating it changes nothing.

    Raises:
        InputError: the tenant has no such key.
    """
    with connection.transaction():
        enter(connection, tenant)
        connection.execute(load_sql("service", "revoke_key"), {"tenant": tenant, "key_id": key_id})
    every = [key.key_id for key in list_keys(connection, tenant)]
    if key_id not in every:
        raise InputError(f"'{tenant}' has no key '{key_id}': {did_you_mean(key_id, every)}")


def holder_of(connection: psycopg.Connection[Any], sha256: bytes) -> Holder | None:
    """Whose key this is; None for an unknown or revoked one."""
    with connection.transaction():
        connection.execute(load_sql("service", "present_key"), {"sha256": sha256.hex()})
        found = connection.execute(load_sql("service", "holder_of_key"), {"sha256": sha256}).fetchone()
    return None if found is None else Holder(found[0], found[1], found[2], frozenset(found[3]))
