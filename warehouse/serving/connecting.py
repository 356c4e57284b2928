"""The database that serves published marts: the workspace's own, or the one that `publish:` names."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tieout.errors import InputError, ServiceUnreachable, first_line
from tieout.postgres import connect
from tieout.postgres.connection import SESSION
from tieout.postgres.migrations import migrate
from tieout.workspace import Workspace


def serving_connection(workspace: Workspace) -> psycopg.Connection[Any]:
    """A migrated connection, not in autocommit.

    Raises:
        ServiceUnreachable: the server does not answer.
        InputError: `publish.postgres` of tieout.yml is no URL, or its environment variable is not set.
    """
    publish = workspace.config.publish
    url = publish.url() if publish else None
    if url is None:
        return connect(workspace)
    where = _where(url)
    try:
        connection = psycopg.connect(url, connect_timeout=10, application_name="tieout", options=SESSION)
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(f"PostgreSQL at {where} does not answer ({first_line(error)})") from None
    migrate(connection)
    return connection


def _where(url: str) -> str:
    """Host and database, without the password.

    Raises:
        InputError: it is no URL. It is not quoted, for it may hold the password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise InputError(
            "publish.postgres: is not a PostgreSQL URL: write postgresql://user@host:5432/database"
        ) from None
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
