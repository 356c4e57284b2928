"""The lines of one account, page by page, in the order in which they were posted.

A page begins after a cursor, not at a count, so a page costs the same wherever it stands, and lines that are posted
meanwhile move nothing. A transaction that is still running may end with lines that stand before a cursor already handed
out: who must miss nothing reads the event stream, which waits for such transactions.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class LineCursor(NamedTuple):
    """Where a line stands in the order of posting: its transaction, its journal, its number in it."""

    recorded_xid: int
    journal_no: int
    line_no: int


class AccountLine(NamedTuple):
    """A line with its journal's facts; amounts in minor units, debit positive; `cursor` begins the next page."""

    cursor: LineCursor
    journal_id: str
    effective_date: date
    recorded_at: datetime
    currency: str
    amount: int
    base_currency: str
    base_amount: int
    reference: str | None
    description: str | None
    counterparty: str | None


def account_lines(  # noqa: PLR0913 - which account, after which line, how many
    connection: psycopg.Connection[Any],
    tenant: str,
    entity: str,
    account: str,
    *,
    after: LineCursor | None = None,
    limit: int,
) -> list[AccountLine]:
    """At most `limit` lines that stand after the cursor; the first ones when it is None. Fewer only at the end."""
    xid, journal_no, line_no = after or LineCursor(0, 0, 0)
    key = {"tenant": tenant, "entity": entity, "account": account, "limit": limit}
    key |= {"xid": str(xid), "journal_no": journal_no, "line_no": line_no}
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(load_sql("ledger.balances", "account_lines"), key).fetchall()
    return [AccountLine(LineCursor(*row[:3]), *row[3:]) for row in rows]
