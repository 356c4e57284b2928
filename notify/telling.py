"""Making a digest and sending what waits."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import psycopg

from notify import outbox
from notify.compose import Heading, Scope, as_of, candidates, compose
from notify.contents import Contents
from notify.outbox import Delivery
from notify.sinks import sinks_of
from reconcile.casework import states
from tieout.errors import TieoutError, first_line
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace


@dataclass(frozen=True)
class Telling:
    """What was new (None: nothing), and what became of each sink."""

    contents: Contents | None
    deliveries: tuple[Delivery, ...]

    @property
    def failed(self) -> list[Delivery]:
        """The sinks that did not take what they should."""
        return [delivery for delivery in self.deliveries if delivery.error]


def tell(workspace: Workspace) -> Telling:
    """Tell every sink what is new since the last digest, after what it did not take before.

    Without sinks the digest is only composed: nobody was told, so it stays new. Raises InputError when nothing is
    published, ServiceUnreachable when PostgreSQL is out of reach; a sink that fails is told of in the answer.
    """
    sinks = sinks_of(workspace)
    tenant = workspace.config.tenant
    with connect(workspace) as connection:
        with open_published(workspace) as marts, connection.transaction():
            outbox.hold(connection, tenant)
            scope = Scope(workspace.config.digest.only, _at_rest(connection, tenant, marts))
            told = outbox.not_yet_told(connection, tenant, candidates(marts, scope))
            contents = compose(marts, _heading(tenant), told, scope, workspace.currencies) if told else None
            if contents is not None and sinks:
                outbox.put(connection, contents, told, [sink.name for sink in sinks])
        deliveries = tuple(outbox.deliver(connection, tenant, sink.name, sink.send) for sink in sinks)
    return Telling(contents, deliveries)


def tell_after_run(workspace: Workspace) -> list[str]:
    """Tell after a publication: a line per sink that was sent something or failed. It never fails the run."""
    if not workspace.config.digest.sinks:
        return []
    try:
        deliveries = tell(workspace).deliveries
    except (TieoutError, psycopg.Error) as error:
        return [f"the digest waits: {first_line(error)}"]
    return [line_of(delivery) for delivery in deliveries if delivery.sent or delivery.error]


def line_of(delivery: Delivery) -> str:
    """What became of one sink, in a line."""
    sent = f"{delivery.sink}: {delivery.sent} sent"
    return f"{sent}, {delivery.waiting} waiting: {delivery.error}" if delivery.error else sent


def _at_rest(connection: psycopg.Connection[Any], tenant: str, marts: duckdb.DuckDBPyConnection) -> list[str]:
    """What people have resolved or set aside since the publication, too."""
    standing = states(connection, tenant, as_of=as_of(marts))
    return [case.exception_id for case in standing if case.status in ("resolved", "ignored")]


def _heading(tenant: str) -> Heading:
    made_at = datetime.now(UTC).replace(microsecond=0)
    return Heading(f"digest-{made_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", tenant, made_at)
