"""What has arrived for the next run to take: files in the inboxes, postings in our ledger, decisions on exceptions.

A run notes what had arrived when it began to read; a sensor requests a run when it finds something else.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from typing import Any

import psycopg

from ingest.delivery import deliveries
from tieout.postgres.tenancy import enter
from tieout.workspace import Workspace

Arrival = Callable[[psycopg.Connection[Any], Workspace], str]
"""Tells the present state of one kind of arrival as a short text, equal as long as nothing came."""

_NEWEST_POSTING = "SELECT max(recorded_xid)::text FROM ledger.journals WHERE tenant_id = %s"
_NEWEST_DECISION = "SELECT max(event_no)::text FROM reconcile.casework_events WHERE tenant_id = %s"


def files_in_inboxes(_connection: psycopg.Connection[Any], workspace: Workspace) -> str:
    """A SHA-256 over names, sizes and times of the files that a run would receive."""
    digest = hashlib.sha256()
    for source in workspace.config.sources:
        for path in deliveries(workspace, source):
            try:
                facts = path.stat()
            except OSError:
                continue  # gone between listing and stat, or a link to nowhere: a run reports it
            digest.update(os.fsencode(path) + f"\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def newest_posting(connection: psycopg.Connection[Any], workspace: Workspace) -> str:
    """The newest transaction that posted a journal."""
    return _newest(connection, workspace, _NEWEST_POSTING)


def newest_decision(connection: psycopg.Connection[Any], workspace: Workspace) -> str:
    """The newest thing that a person did about an exception: matching obeys it in the next run."""
    return _newest(connection, workspace, _NEWEST_DECISION)


ARRIVALS: Mapping[str, Arrival] = {
    "new_file": files_in_inboxes,
    "new_posting": newest_posting,
    "new_decision": newest_decision,
}
"""Every kind of arrival, by the name of its sensor."""


def arrivals(connection: psycopg.Connection[Any], workspace: Workspace) -> dict[str, str]:
    """The present state of every kind of arrival.

    Raises:
        InputError: an inbox does not exist.
    """
    return {name: arrival(connection, workspace) for name, arrival in ARRIVALS.items()}


def _newest(connection: psycopg.Connection[Any], workspace: Workspace, query: str) -> str:
    with connection.transaction():
        enter(connection, workspace.config.tenant)
        row = connection.execute(query, (workspace.config.tenant,)).fetchone()
    return row[0] if row and row[0] else "none"
