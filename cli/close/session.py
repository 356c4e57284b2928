"""A person at the close of an entity's books, for the length of one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg

    from reporting.close import CloseSession


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
