"""The ledger, for the commands that write to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg


@contextmanager
def open_ledger(workspace: Workspace) -> Iterator["psycopg.Connection[Any]"]:
    """A connection to the ledger, with the accounts and calendars that tieout.yml gives."""
    from ledger.setup import sync_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        connection.commit()
        yield connection
