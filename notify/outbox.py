"""Which exceptions were reported, and what still waits for which sink: the digest's state in PostgreSQL.

The column `told_as` of an applied migration is called `notice_kind` here: `new` or `overdue`.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg

from notify.compose import Notice
from notify.model import Digest
from tieout.errors import TieoutError, first_line

_NOT_YET_SENT = """
SELECT notice.exception_id, notice.notice_kind
FROM unnest(%(exception_ids)s::text[], %(notice_kinds)s::text[]) AS notice (exception_id, notice_kind)
WHERE NOT EXISTS (
    SELECT FROM orchestration.digest_items AS item
    WHERE item.tenant_id = %(tenant)s
        AND item.exception_id = notice.exception_id AND item.told_as = notice.notice_kind
)
ORDER BY notice.exception_id, notice.notice_kind
"""
_STORE_DIGEST = """
INSERT INTO orchestration.digests (tenant_id, digest_id, run_id, body, made_at)
VALUES (%(tenant)s, %(digest_id)s, %(run_id)s, %(body)s, %(made_at)s)
"""
_STORE_ITEMS = """
INSERT INTO orchestration.digest_items (tenant_id, exception_id, told_as, digest_id)
SELECT %(tenant)s, notice.exception_id, notice.notice_kind, %(digest_id)s
FROM unnest(%(exception_ids)s::text[], %(notice_kinds)s::text[]) AS notice (exception_id, notice_kind)
"""
_STORE_DELIVERIES = """
INSERT INTO orchestration.digest_deliveries (tenant_id, digest_id, sink)
SELECT %(tenant)s, %(digest_id)s, sink FROM unnest(%(sinks)s::text[]) AS named (sink)
"""
_NEXT = """
SELECT digest.digest_id, digest.body
FROM orchestration.digest_deliveries AS delivery
JOIN orchestration.digests AS digest USING (tenant_id, digest_id)
WHERE delivery.tenant_id = %(tenant)s AND delivery.sink = %(sink)s AND delivery.delivered_at IS NULL
ORDER BY digest.digest_no
LIMIT 1
FOR UPDATE OF delivery
"""
_RECORD_ATTEMPT = """
UPDATE orchestration.digest_deliveries
SET
    attempts = attempts + 1,
    last_error = %(error)s::text,
    delivered_at = CASE WHEN %(error)s::text IS NULL THEN now() END
WHERE tenant_id = %(tenant)s AND digest_id = %(digest_id)s AND sink = %(sink)s
"""
_WAITING = """
SELECT count(*) FROM orchestration.digest_deliveries
WHERE tenant_id = %(tenant)s AND sink = %(sink)s AND delivered_at IS NULL
"""


class Delivery(NamedTuple):
    """What became of a sink's digests: how many it took now, how many wait, and why."""

    sink: str
    sent: int
    waiting: int
    error: str | None


def lock(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Let only one digest of a tenant be made at a time; the hold ends with the transaction."""
    key = int.from_bytes(hashlib.sha256(f"digest {tenant}".encode()).digest()[:8], "big", signed=True)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (key,))


def not_yet_sent(connection: psycopg.Connection[Any], tenant: str, notices: Sequence[Notice]) -> list[Notice]:
    """Those of the notices that no digest holds yet."""
    rows = connection.execute(_NOT_YET_SENT, {"tenant": tenant, **_columns(notices)}).fetchall()
    return [Notice(*row) for row in rows]


def store(connection: psycopg.Connection[Any], digest: Digest, notices: Sequence[Notice], sinks: Sequence[str]) -> None:
    """Store a digest with its notices, to be delivered to these sinks."""
    key = {"tenant": digest.tenant, "digest_id": digest.digest_id}
    body = digest.model_dump_json()
    connection.execute(_STORE_DIGEST, {**key, "run_id": digest.run_id, "body": body, "made_at": digest.made_at})
    connection.execute(_STORE_ITEMS, {**key, **_columns(notices)})
    connection.execute(_STORE_DELIVERIES, {**key, "sinks": list(sinks)})


def deliver(connection: psycopg.Connection[Any], tenant: str, sink: str, send: Callable[[str, str], None]) -> Delivery:
    """Send a sink what waits for it, oldest first, until it fails; `send` gets a digest's id and its JSON.

    The row stays locked while its digest is under way: another process waits for what becomes of it.
    """
    sent, error = 0, None
    while error is None:
        with connection.transaction():
            parameters = {"tenant": tenant, "sink": sink}
            waiting = connection.execute(_NEXT, parameters).fetchone()
            if waiting is None:
                break
            error = _try(send, *waiting)
            connection.execute(_RECORD_ATTEMPT, {**parameters, "digest_id": waiting[0], "error": error})
        sent += error is None
    left = connection.execute(_WAITING, {"tenant": tenant, "sink": sink}).fetchone()
    connection.commit()
    return Delivery(sink, sent, left[0] if left else 0, error)


def _try(send: Callable[[str, str], None], digest_id: str, body: str) -> str | None:
    try:
        send(digest_id, body)
    except TieoutError as error:
        return str(error)
    except OSError as error:
        return f"{error.filename or 'the disk'}: {error.strerror or first_line(error)}"
    return None


def _columns(notices: Sequence[Notice]) -> dict[str, list[str]]:
    return {
        "exception_ids": [notice.exception_id for notice in notices],
        "notice_kinds": [notice.notice_kind for notice in notices],
    }
