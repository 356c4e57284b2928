"""What was told, and what still waits for which sink: the digest's state in PostgreSQL."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg

from notify.compose import Candidate
from notify.contents import Contents
from tieout.errors import TieoutError, first_line

_NOT_YET_TOLD = """
SELECT candidate.exception_id, candidate.told_as
FROM unnest(%(exception_ids)s::text[], %(told_as)s::text[]) AS candidate (exception_id, told_as)
WHERE NOT EXISTS (
    SELECT FROM orchestration.digest_items AS item
    WHERE item.tenant_id = %(tenant)s
        AND item.exception_id = candidate.exception_id AND item.told_as = candidate.told_as
)
ORDER BY candidate.exception_id, candidate.told_as
"""
_PUT_DIGEST = """
INSERT INTO orchestration.digests (tenant_id, digest_id, run_id, body, made_at)
VALUES (%(tenant)s, %(digest_id)s, %(run_id)s, %(body)s, %(made_at)s)
"""
_PUT_ITEMS = """
INSERT INTO orchestration.digest_items (tenant_id, exception_id, told_as, digest_id)
SELECT %(tenant)s, told.exception_id, told.told_as, %(digest_id)s
FROM unnest(%(exception_ids)s::text[], %(told_as)s::text[]) AS told (exception_id, told_as)
"""
_PUT_DELIVERIES = """
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
_TRIED = """
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


def hold(connection: psycopg.Connection[Any], tenant: str) -> None:
    """Let only one digest of a tenant be made at a time; the hold ends with the transaction."""
    key = int.from_bytes(hashlib.sha256(f"digest {tenant}".encode()).digest()[:8], "big", signed=True)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (key,))


def not_yet_told(connection: psycopg.Connection[Any], tenant: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those of the candidates that no digest told yet."""
    found = connection.execute(_NOT_YET_TOLD, {"tenant": tenant, **_columns(candidates)}).fetchall()
    return [Candidate(*row) for row in found]


def put(
    connection: psycopg.Connection[Any], contents: Contents, told: Sequence[Candidate], sinks: Sequence[str]
) -> None:
    """Write a digest down, for these sinks to get."""
    digest = {"tenant": contents.tenant, "digest_id": contents.digest_id}
    body = contents.model_dump_json()
    connection.execute(_PUT_DIGEST, {**digest, "run_id": contents.run_id, "body": body, "made_at": contents.made_at})
    connection.execute(_PUT_ITEMS, {**digest, **_columns(told)})
    connection.execute(_PUT_DELIVERIES, {**digest, "sinks": list(sinks)})


def deliver(connection: psycopg.Connection[Any], tenant: str, sink: str, send: Callable[[str, str], None]) -> Delivery:
    """Send a sink what waits for it, oldest first, until it fails; `send` gets a digest's id and its JSON.

    The row stays locked while its digest is under way: another process waits for what becomes of it.
    """
    sent, error = 0, None
    while error is None:
        with connection.transaction():
            asked = {"tenant": tenant, "sink": sink}
            waiting = connection.execute(_NEXT, asked).fetchone()
            if waiting is None:
                break
            error = _try(send, *waiting)
            connection.execute(_TRIED, {**asked, "digest_id": waiting[0], "error": error})
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


def _columns(candidates: Sequence[Candidate]) -> dict[str, list[str]]:
    return {
        "exception_ids": [candidate.exception_id for candidate in candidates],
        "told_as": [candidate.told_as for candidate in candidates],
    }
