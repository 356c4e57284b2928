"""Numbered SQL, applied once, in order, each with its record in one transaction.

A room's migrations are `<room>/migrations/NNNN_name.sql`. What was applied is kept with its SHA-256: a migration is
never edited afterwards, for two databases would then differ without anybody knowing.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError

ROOMS = ("ledger", "ingest", "reconcile", "reporting", "orchestration")
_LOCK = 7_415_001
UNFIT_SERVER = "LD025"
"""What a migration raises, with what an administrator must do, where the server's roles do not allow it."""

_HISTORY = """
CREATE SCHEMA IF NOT EXISTS tieout;
CREATE TABLE IF NOT EXISTS tieout.migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


class Migration(NamedTuple):
    """One numbered file of one room."""

    name: str
    sql: str
    sha256: str


@cache
def all_migrations() -> tuple[Migration, ...]:
    """Every room's migrations, in the order in which they apply."""
    found = []
    for room in ROOMS:
        folder = files(room) / "migrations"
        if folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".sql"):
                    sql = file.read_text(encoding="utf-8")
                    found.append(Migration(f"{room}/{file.name}", sql, hashlib.sha256(sql.encode()).hexdigest()))
    return tuple(found)


def migrate(connection: psycopg.Connection[Any]) -> None:
    """Apply what is missing.

    Raises:
        InputError: an applied migration reads differently now.
    """
    if _missing(_applied(connection)):
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            connection.execute(_HISTORY)
            for migration in _missing(_applied(connection)):
                _apply(connection, migration)
                connection.execute(
                    "INSERT INTO tieout.migrations (name, sha256) VALUES (%s, %s)",
                    (migration.name, migration.sha256),
                )
    connection.commit()


def _apply(connection: psycopg.Connection[Any], migration: Migration) -> None:
    try:
        connection.execute(migration.sql.encode())
    except psycopg.Error as error:
        if error.sqlstate != UNFIT_SERVER:
            raise
        raise InputError(f"PostgreSQL: {error.diag.message_primary}") from None


def _applied(connection: psycopg.Connection[Any]) -> dict[str, str]:
    found = connection.execute("SELECT to_regclass('tieout.migrations') IS NOT NULL").fetchone()
    if found is None or not found[0]:
        return {}
    return dict(connection.execute("SELECT name, sha256 FROM tieout.migrations").fetchall())


def _missing(applied: dict[str, str]) -> list[Migration]:
    missing = []
    for migration in all_migrations():
        sha256 = applied.get(migration.name)
        if sha256 is None:
            missing.append(migration)
        elif sha256 != migration.sha256:
            raise InputError(f"{migration.name} was changed after this database applied it: restore it, add a new one")
    return missing
