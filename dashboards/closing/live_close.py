"""The state of a period's close at this moment, and its history, read from PostgreSQL beside the published marts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from dashboards.casework.live_casework import has_book
from dashboards.marts import Marts, Row
from reporting.close import Close, CloseEvent, CloseSession, close_events, close_of
from tieout.errors import ServiceUnreachable
from tieout.postgres import connect


class LiveClose(NamedTuple):
    """The latest close of a period (None: never closed) and its events; `trouble` says why they cannot be read."""

    close: Close | None = None
    events: Sequence[CloseEvent] = ()
    trouble: str | None = None

    def status(self, published: Row) -> str:
        """What people did counts at once; that figures changed since is what the marts found."""
        if self.close is None or published["status"] == "decertified":
            return str(published["status"])
        return self.close.state


def live_close(marts: Marts, entity: str, period: str) -> LiveClose:
    """The close of a period as PostgreSQL has it now; looking at a page makes no database."""
    workspace = marts.workspace
    if not has_book(workspace):
        return LiveClose()
    tenant = workspace.config.tenant
    try:
        with connect(workspace) as connection:
            close = close_of(connection, tenant, entity, period)
            return LiveClose(close, close_events(connection, tenant, entity, period))
    except ServiceUnreachable as error:
        return LiveClose(trouble=str(error))


@contextmanager
def close_session(marts: Marts, entity: str, actor: str) -> Iterator[CloseSession]:
    """A session in which a person acts on an entity's close, on the version that the page shows."""
    with connect(marts.workspace) as connection, marts.cursor() as cursor:
        yield CloseSession(marts.workspace, connection, cursor, entity, actor)
