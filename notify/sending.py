"""Making a digest and sending what waits."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from notify import outbox
from notify.compose import Heading, Scope, as_of, compose, notices
from notify.model import Digest
from notify.outbox import Delivery
from notify.sinks import sinks_of
from reconcile.casework import states
from tieout.errors import TieoutError, first_line
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace


@dataclass(frozen=True)
class DigestResult:
    """The digest that was made (None: nothing was new), and what became of each sink."""

    digest: Digest | None
    deliveries: tuple[Delivery, ...]

    @property
    def failed(self) -> list[Delivery]:
        """The sinks that did not take what they should."""
        return [delivery for delivery in self.deliveries if delivery.error]


def send_digest(workspace: Workspace) -> DigestResult:
    """Report to every sink what is new since the last digest, after what it did not take before.

    Without sinks the digest is only composed: nothing was sent, so it stays new. A sink that fails is an error in the
    result, not an exception.

    Raises:
        InputError: nothing is published.
        ServiceUnreachable: PostgreSQL is out of reach.
    """
    sinks = sinks_of(workspace)
    tenant = workspace.config.tenant
    with connect(workspace) as connection:
        with open_published(workspace) as marts, connection.transaction():
            outbox.lock(connection, tenant)
            scope = Scope(workspace.config.digest.only, states(connection, tenant, as_of=as_of(marts)))
            unsent = outbox.not_yet_sent(connection, tenant, notices(marts, scope))
            digest = compose(marts, _heading(tenant), unsent, scope, workspace.currencies) if unsent else None
            if digest is not None and sinks:
                outbox.store(connection, digest, unsent, [sink.name for sink in sinks])
        deliveries = tuple(outbox.deliver(connection, tenant, sink.name, sink.send) for sink in sinks)
    return DigestResult(digest, deliveries)


def send_digest_after_run(workspace: Workspace) -> list[str]:
    """Send the digest after a publication, without ever failing the run.

    Returns:
        A line for each sink that was sent something or failed.
    """
    if not workspace.config.digest.sinks:
        return []
    try:
        deliveries = send_digest(workspace).deliveries
    except (TieoutError, psycopg.Error) as error:
        return [f"the digest waits: {first_line(error)}"]
    return [line_of(delivery) for delivery in deliveries if delivery.sent or delivery.error]


def line_of(delivery: Delivery) -> str:
    """What became of one sink, in a line."""
    sent = f"{delivery.sink}: {delivery.sent} sent"
    return f"{sent}, {delivery.waiting} waiting: {delivery.error}" if delivery.error else sent


def _heading(tenant: str) -> Heading:
    made_at = datetime.now(UTC).replace(microsecond=0)
    return Heading(f"digest-{made_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", tenant, made_at)
