"""The run history in PostgreSQL, and the lock that keeps two runs of a tenant apart.

The lock is PostgreSQL's own, held by the run's connection: it ends with the process, however that ends, so a killed
run never blocks the next one.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg

from tieout.errors import ServiceUnreachable

_POLL_SECONDS = 0.5


def new_run_id(now: datetime) -> str:
    """Sortable by time, and unique though two runs start in one second."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def take_run_lock(
    connection: psycopg.Connection[Any], tenant: str, *, wait_seconds: float, on_wait: Callable[[str], None]
) -> None:
    """Wait for a run of the same tenant that is going on.

    Args:
        wait_seconds: how long to wait at most.
        on_wait: called once with a line to show, when there is something to wait for.

    Raises:
        ServiceUnreachable: the other run takes longer.
    """
    key = int.from_bytes(hashlib.sha256(f"run {tenant}".encode()).digest()[:8], "big", signed=True)
    deadline = time.monotonic() + wait_seconds
    waiting = False
    while not _try_lock(connection, key):
        running = _running(connection, tenant)
        if time.monotonic() >= deadline:
            raise ServiceUnreachable(f"another run{running} is going on: wait for its end and try again")
        if not waiting:
            on_wait(f"another run{running} is going on: waiting for its end")
            waiting = True
        time.sleep(_POLL_SECONDS)


def _try_lock(connection: psycopg.Connection[Any], key: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()
    connection.commit()
    return bool(row and row[0])


def _running(connection: psycopg.Connection[Any], tenant: str) -> str:
    row = connection.execute(
        "SELECT run_id, started_at FROM orchestration.runs WHERE tenant_id = %s AND status = 'running'"
        " ORDER BY started_at DESC LIMIT 1",
        (tenant,),
    ).fetchone()
    connection.commit()
    return f" ({row[0]}, since {row[1]:%H:%M:%S} UTC)" if row else ""


def start(connection: psycopg.Connection[Any], tenant: str, run_id: str, started_at: datetime) -> None:
    """Record that a run begins; whoever holds the lock knows that runs still marked 'running' were killed."""
    with connection.transaction():
        connection.execute(
            "UPDATE orchestration.runs SET status = 'failed', finished_at = now()"
            " WHERE tenant_id = %s AND status = 'running'",
            (tenant,),
        )
        connection.execute(
            "INSERT INTO orchestration.runs (tenant_id, run_id, started_at, status) VALUES (%s, %s, %s, 'running')",
            (tenant, run_id, started_at),
        )


class Ending(NamedTuple):
    """How a run ended: its status, the fingerprint of its inputs, and its outcome."""

    status: str
    inputs: str | None
    outcome: dict[str, Any] | None


def finish(connection: psycopg.Connection[Any], tenant: str, run_id: str, ending: Ending) -> None:
    """Record how a run ended."""
    outcome = json.dumps(ending.outcome) if ending.outcome is not None else None
    connection.execute(
        "UPDATE orchestration.runs SET status = %s, finished_at = now(), inputs = %s, outcome = %s"
        " WHERE tenant_id = %s AND run_id = %s",
        (ending.status, ending.inputs, outcome, tenant, run_id),
    )
    connection.commit()


def last_published(connection: psycopg.Connection[Any], tenant: str) -> tuple[str, str, dict[str, Any]] | None:
    """Run id, inputs and outcome of the newest published run."""
    row = connection.execute(
        "SELECT run_id, inputs, outcome FROM orchestration.runs WHERE tenant_id = %s AND status = 'published'"
        " ORDER BY started_at DESC LIMIT 1",
        (tenant,),
    ).fetchone()
    connection.commit()
    return (row[0], row[1], row[2]) if row else None


def note_arrivals(connection: psycopg.Connection[Any], tenant: str, run_id: str, arrivals: Mapping[str, str]) -> None:
    """Record what had arrived when a run began to read; commits."""
    connection.execute(
        "UPDATE orchestration.runs SET arrivals = %s WHERE tenant_id = %s AND run_id = %s",
        (json.dumps(arrivals), tenant, run_id),
    )
    connection.commit()


def last_arrivals(connection: psycopg.Connection[Any], tenant: str) -> dict[str, str]:
    """What had arrived for the newest run that did not fail; empty before the first one."""
    row = connection.execute(
        "SELECT arrivals FROM orchestration.runs WHERE tenant_id = %s AND status <> 'failed' AND arrivals IS NOT NULL"
        " ORDER BY started_at DESC LIMIT 1",
        (tenant,),
    ).fetchone()
    connection.commit()
    return row[0] if row else {}
