"""Opening a connection whose schema is up to date."""

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tieout.errors import InputError, ServiceUnreachable, first_line
from tieout.postgres.embedded import EmbeddedServer
from tieout.postgres.migrations import migrate
from tieout.workspace import Workspace

DATABASE_URL = "TIEOUT_DATABASE_URL"
OLDEST_SERVER = 150000
SESSION = "-c timezone=UTC -c jit=off"
"""Compiling a statement costs more than any of ours takes."""
LAST_PORT = 65_535
_SETTINGS: dict[str, Any] = {"connect_timeout": 10, "application_name": "tieout", "options": SESSION}


def connect(workspace: Workspace) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the workspace's server, with every migration applied; not in autocommit.

    Raises:
        ServiceUnreachable: the server does not answer.
        InputError: `TIEOUT_DATABASE_URL` is no URL, the server is older than 15, or a migration cannot be applied.
    """
    url = os.environ.get(DATABASE_URL)
    connection = _connect_to(url) if url else EmbeddedServer.of(workspace.postgres_dir).connect()
    if connection.info.server_version < OLDEST_SERVER:
        connection.close()
        raise InputError(
            f"{DATABASE_URL}: PostgreSQL 15 or newer is needed, this is {connection.info.server_version // 10000}"
        )
    migrate(connection)
    return connection


def conninfo(workspace: Workspace) -> str:
    """How a pool connects by itself to the workspace's server, as libpq reads it; like `connect`, it starts one.

    Raises:
        ServiceUnreachable: as `connect` does.
        InputError: as `connect` does.
    """
    connect(workspace).close()
    url = os.environ.get(DATABASE_URL)
    return make_conninfo(url, **_SETTINGS) if url else EmbeddedServer.of(workspace.postgres_dir).conninfo


def _connect_to(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    where = _where(url)
    try:
        return psycopg.connect(url, **_SETTINGS)
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(
            f"PostgreSQL at {where} does not answer ({first_line(error)}): start it or mend {DATABASE_URL}"
        ) from None


def _where(url: str) -> str:
    """Host, port and database of a URL, without user and password.

    Raises:
        InputError: it is no URL. It is not quoted, for it may hold the password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise InputError(
            f"{DATABASE_URL}: is not a PostgreSQL URL: write postgresql://user:password@host:5432/database"
        ) from None
    host, port = str(parts.get("host", "localhost")), str(parts.get("port", 5432))
    if "@" in host:  # what libpq takes for the host begins inside the password
        raise InputError(f"{DATABASE_URL}: holds an '@' in its user or password: write it as %40")
    wrong = next((part for part in port.split(",") if part and not _is_port(part)), None)
    if wrong is not None:
        raise InputError(f"{DATABASE_URL}: '{wrong}' is not a port: give a number from 1 to {LAST_PORT}")
    return f"{host}:{port}/{parts.get('dbname', '')}"


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT
