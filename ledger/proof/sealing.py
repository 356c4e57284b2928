"""Sealing: the chain of hashes over all that a tenant's book accepted, written behind the postings' back.

Posting does not wait for it. A seal takes the next events in the order of the log (transaction, then number), up to a
thousand, and only those before which no running transaction can still commit; its hash covers the previous seal's hash,
the events, and the journals and lines that stand in the book under their numbers. A kill between two seals loses
nothing: the next call goes on where the chain ends.
"""

from typing import Any

import psycopg

from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

EVENTS_PER_SEAL = 1000
"""A seal that is broken says which thousand events; more of them a seal would locate worse, fewer cost more rows."""

_START = {"seal_no": 0, "hash": "00" * 32, "last_sequence": 0, "last_xid": "0", "last_event_no": 0}
_ONE_SEALER = "SELECT pg_advisory_xact_lock(hashtextextended('tieout seal ' || %(tenant)s, 0))"
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"


def seal(connection: psycopg.Connection[Any], tenant: str, *, events_per_seal: int = EVENTS_PER_SEAL) -> int:
    """Seal whatever is new; the number of seals made, 0 when nothing is.

    Each seal is a transaction of its own, and two sealers of one tenant take turns. Events of transactions that began
    before one that still runs wait for the next call.

    Raises:
        InputError: the server's transaction counter is behind the book, as in a cluster into which a dump was restored.
    """
    made = 0
    while True:
        with connection.transaction():
            enter(connection, tenant)
            connection.execute(_BY_INDEX)
            connection.execute(_ONE_SEALER, {"tenant": tenant})
            _refuse_a_counter_behind_the_book(connection, tenant)
            values = {"tenant": tenant, "most": events_per_seal, **_end_of_chain(connection, tenant)}
            if connection.execute(load_sql("ledger.proof", "seal"), values).fetchone() is None:
                return made
        made += 1


def seal_all(connection: psycopg.Connection[Any]) -> int:
    """Seal whatever is new in every tenant's book, one after the other; the number of seals made."""
    with connection.transaction():
        tenants = connection.execute("SELECT * FROM ledger.tenant_ids()").fetchall()
    return sum(seal(connection, tenant) for (tenant,) in tenants)


def _end_of_chain(connection: psycopg.Connection[Any], tenant: str) -> dict[str, Any]:
    found = connection.execute(load_sql("ledger.proof", "head"), {"tenant": tenant}).fetchone()
    if found is None:
        return _START
    names = ("form", "seal_no", "hash", "last_sequence", "sealed_at", "last_xid", "last_event_no")
    return dict(zip(names, found, strict=True))


def _refuse_a_counter_behind_the_book(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Compare the server's transaction counter with the chain's end and the newest journal: both are found by index.

    Raises:
        InputError: the counter is behind: the book was restored from a dump, and sealing would skip what is posted now.
    """
    behind = connection.execute(load_sql("ledger.proof", "counter_behind"), {"tenant": tenant}).fetchone()
    if behind is not None:
        raise InputError(
            f"the book of '{tenant}' was recorded up to transaction {behind[0]}, this server is only at {behind[1]}:"
            " it was restored from a dump; stop the server and run pg_resetwal -e with a higher epoch before posting"
        )
