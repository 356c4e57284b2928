"""Naming the tenant of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from tieout.errors import InputError

_ENTER = """
SELECT set_config('tieout.tenant', %(tenant)s, true)
WHERE coalesce(nullif(current_setting('tieout.tenant', true), ''), %(tenant)s) = %(tenant)s
"""
_WORK_AS_TENANT = "SELECT set_config('role', 'tieout_app', true), set_config('tieout.tenant', %(tenant)s, true)"


def enter(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Name the tenant of the caller's transaction, until it ends; naming the same one again is free.

    Raises:
        InputError: the transaction is another tenant's already: one transaction, one tenant.
        RuntimeError: the connection has no transaction open: a mistake of the caller.
    """
    _refuse_nobody(tenant)
    if connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE:
        raise RuntimeError("a tenant is named within a transaction: this connection has none open")
    if connection.execute(_ENTER, {"tenant": tenant}).fetchone() is None:
        raise InputError(f"this transaction belongs to another tenant than '{tenant}': open one of its own")


@contextmanager
def tenant_transaction(connection: psycopg.Connection[Any], tenant: str) -> Iterator[None]:
    """A transaction in which the connection works as `tieout_app` for one tenant; committed at the end of the block.

    Both are set for this transaction alone, in one round trip: behind a transaction-pooling proxy, the next client
    on the same server connection finds neither. The connection's user must be a member of `tieout_app` (the one that
    migrated the database is) and have no transaction open: within one, role and tenant would outlast the block.
    Behind such a proxy, connect with `prepare_threshold=None`: prepared statements stay on the server connection.

    Raises:
        RuntimeError: the connection has a transaction open: a mistake of the caller.
    """
    _refuse_nobody(tenant)
    if connection.info.transaction_status != TransactionStatus.IDLE:
        raise RuntimeError("a tenant's transaction begins on an idle connection: commit or roll back first")
    with connection.transaction():
        connection.execute(_WORK_AS_TENANT, {"tenant": tenant})
        yield


def _refuse_nobody(tenant: str) -> None:
    if not tenant:
        raise InputError("the tenant has no name")
