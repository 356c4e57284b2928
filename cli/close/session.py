"""A person at the close of an entity's books, for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.ledger_connection import open_ledger
from cli.options import entity_of, open_workspace
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg

    from reporting.close import CloseSession


@contextmanager
def open_close_session(folder: Path, entity: str | None, actor: str = "") -> Iterator["CloseSession"]:
    """A session on the workspace in a folder, for a command that needs no run before it.

    Args:
        folder: the workspace's folder.
        entity: the entity that is named; None: the only one.
        actor: who acts; a command that only reads needs nobody.

    Raises:
        InputError: the folder has no valid tieout.yml, or no such entity.
    """
    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    with open_ledger(workspace) as connection, close_session(workspace, connection, entity_id, actor) as session:
        yield session


@contextmanager
def close_session(
    workspace: Workspace, connection: "psycopg.Connection[Any]", entity_id: str, actor: str
) -> Iterator["CloseSession"]:
    """A session on the version that is published now; its `marts` is None where nothing is published yet."""
    from reporting.close import CloseSession  # noqa: PLC0415
    from tieout.published import open_published, published_version  # noqa: PLC0415

    if published_version(workspace) is None:
        yield CloseSession(workspace, connection, None, entity_id, actor)
        return
    with open_published(workspace) as marts:
        yield CloseSession(workspace, connection, marts, entity_id, actor)
