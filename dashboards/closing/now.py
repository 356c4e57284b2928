"""How a period's close stands at this moment, and its history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from dashboards.casework.now import has_book
from dashboards.marts import Marts, Row
from reporting.close import Close, CloseDesk, CloseEvent, close_events, close_of
from tieout.errors import ServiceUnreachable
from tieout.postgres import connect


class Standing(NamedTuple):
    """The latest close of a period (None: never closed) and its events; `trouble` says why they cannot be read."""

    close: Close | None = None
    events: Sequence[CloseEvent] = ()
    trouble: str | None = None

    def status(self, published: Row) -> str:
        """What people did counts at once; that figures changed since is what the marts found."""
        if self.close is None or published["status"] == "decertified":
            return str(published["status"])
        return self.close.state


def standing(marts: Marts, entity: str, period: str) -> Standing:
    """Read it; looking at a page makes no database."""
    workspace = marts.workspace
    if not has_book(workspace):
        return Standing()
    tenant = workspace.config.tenant
    try:
        with connect(workspace) as connection:
            close = close_of(connection, tenant, entity, period)
            return Standing(close, close_events(connection, tenant, entity, period))
    except ServiceUnreachable as error:
        return Standing(trouble=str(error))


@contextmanager
def at_desk(marts: Marts, entity: str, who: str) -> Iterator[CloseDesk]:
    """A person's desk at an entity's close, on the version that the page shows."""
    with connect(marts.workspace) as connection, marts.cursor() as cursor:
        yield CloseDesk(marts.workspace, connection, cursor, entity, who)
