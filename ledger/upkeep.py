"""What the book does behind the postings' back: end what has expired, fold totals, seal events.

None of it is needed for the book to be right, all of it for the book to answer fast and to be provable later. Doing it
late or twice changes nothing.
"""

from typing import Any

import psycopg

from ledger.balances import fold_each
from ledger.pending import expire
from ledger.proof.sealing import seal


def keep_up(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Bring a tenant's totals and seals up to what is committed; as the ledger's owner, in transactions of its own."""
    expire(connection, tenant)
    fold_each(connection, [tenant])
    seal(connection, tenant)
