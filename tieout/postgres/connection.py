"""Opening a connection whose schema is up to date."""

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres.embedded import EmbeddedServer
from tieout.postgres.migrations import migrate
from tieout.workspace import Workspace

DATABASE_URL = "TIEOUT_DATABASE_URL"
OLDEST_SERVER = 150000


def connect(workspace: Workspace) -> psycopg.Connection[tuple[Any, ...]]:
    """A migrated connection, not in autocommit; raises ServiceUnreachable when the server does not answer."""
    url = os.environ.get(DATABASE_URL)
    connection = _connect_to(url) if url else EmbeddedServer.of(workspace.postgres_dir).connect()
    if connection.info.server_version < OLDEST_SERVER:
        connection.close()
        raise InputError(
            f"{DATABASE_URL}: PostgreSQL 15 or newer is needed, this is {connection.info.server_version // 10000}"
        )
    migrate(connection)
    return connection


def _connect_to(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        return psycopg.connect(url, connect_timeout=10, application_name="tieout", options="-c timezone=UTC")
    except psycopg.ProgrammingError as error:
        raise InputError(f"{DATABASE_URL}: is not a PostgreSQL URL: {_first_line(error)}") from None
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(
            f"PostgreSQL at {_where(url)} does not answer ({_first_line(error)}): start it or mend {DATABASE_URL}"
        ) from None


def _where(url: str) -> str:
    """Host, port and database, never the password."""
    parts = conninfo_to_dict(url)
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
