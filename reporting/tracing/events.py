"""What the book of record itself says of a journal: its event, the seal over it, and the request that posted it."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tieout.postgres.tenancy import enter

_EVENTS = """
SELECT
    journal.journal_id, event.event_no, event.recorded_at, encode(event.sha256, 'hex') AS sha256,
    seal.seal_no, encode(seal.hash, 'hex') AS seal_sha256,
    request.key AS request, encode(request.sha256, 'hex') AS request_sha256, request.requested_by
FROM ledger.journals AS journal
JOIN ledger.events AS event ON event.tenant_id = journal.tenant_id AND event.event_no = journal.journal_no
LEFT JOIN LATERAL (
    SELECT seal_no, hash FROM ledger.seals
    WHERE tenant_id = event.tenant_id AND (last_xid, last_event_no) >= (event.recorded_xid, event.event_no)
    ORDER BY seal_no
    LIMIT 1
) AS seal ON true
LEFT JOIN ledger.requests AS request
    ON request.tenant_id = journal.tenant_id AND request.recorded_xid = journal.recorded_xid
    AND strpos(request.response, to_json(journal.journal_id)::text) > 0
WHERE journal.tenant_id = %(tenant)s AND journal.journal_id = ANY(%(journals)s)
ORDER BY event.event_no
"""


def events_of(connection: psycopg.Connection[Any], tenant: str, journals: Sequence[str]) -> list[dict[str, Any]]:
    """The events that recorded these journals of our own book, in the order of the book."""
    with connection.transaction():
        enter(connection, tenant)
        cursor = connection.cursor(row_factory=dict_row)
        return cursor.execute(_EVENTS, {"tenant": tenant, "journals": list(journals)}).fetchall()
