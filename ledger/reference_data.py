"""What a session knows of a tenant's books, so that a request can be prepared without a look into the database.

Currencies, entities and accounts are only ever added and never change their meaning: old knowledge is never wrong, only
incomplete: what it lacks is looked up again.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import psycopg

_SCALES = "SELECT currency, scale FROM ledger.currencies WHERE tenant_id = %s"
_ENTITIES = "SELECT entity_id, currency FROM ledger.entities WHERE tenant_id = %s"
_ACCOUNTS = "SELECT entity_id, account_code FROM ledger.accounts WHERE tenant_id = %s"


@dataclass(frozen=True)
class ReferenceData:
    """Decimals by currency, functional currency by entity, and the codes of each entity's chart."""

    scales: dict[str, int]
    entities: dict[str, str]
    accounts: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, connection: psycopg.Connection[Any], tenant: str) -> "ReferenceData":
        """What this session knows: looked up once per connection and tenant."""
        tenants = _sessions.setdefault(connection, {})
        if tenant not in tenants:
            tenants[tenant] = cls(
                dict(connection.execute(_SCALES, (tenant,)).fetchall()),
                dict(connection.execute(_ENTITIES, (tenant,)).fetchall()),
                frozenset(connection.execute(_ACCOUNTS, (tenant,)).fetchall()),
            )
        return tenants[tenant]


def forget(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Look up again next time: something was missing."""
    _sessions.get(connection, {}).pop(tenant, None)


_sessions: WeakKeyDictionary[psycopg.Connection[Any], dict[str, ReferenceData]] = WeakKeyDictionary()
