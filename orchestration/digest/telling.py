"""Making a digest and sending what waits."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from orchestration.digest import outbox
from orchestration.digest.compose import Heading, candidates, compose
from orchestration.digest.contents import Contents
from orchestration.digest.outbox import Delivery
from orchestration.digest.sinks import sinks_of
from tieout.errors import TieoutError
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
    only = workspace.config.digest.only
    with connect(workspace) as connection:
        with open_published(workspace) as marts, connection.transaction():
            outbox.hold(connection, tenant)
            told = outbox.not_yet_told(connection, tenant, candidates(marts, only))
            contents = compose(marts, _heading(tenant), told, only, workspace.currencies) if told else None
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
    except TieoutError as error:
        return [f"the digest waits: {error}"]
    return [line_of(delivery) for delivery in deliveries if delivery.sent or delivery.error]


def line_of(delivery: Delivery) -> str:
    """What became of one sink, in a line."""
    sent = f"{delivery.sink}: {delivery.sent} sent"
    return f"{sent}, {delivery.waiting} waiting: {delivery.error}" if delivery.error else sent


def _heading(tenant: str) -> Heading:
    made_at = datetime.now(UTC).replace(microsecond=0)
    return Heading(f"digest-{made_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", tenant, made_at)
