"""The archive: the marts of every published run, as they were published.

Each mart that is a table goes to the lake as Parquet, its rows in one order, in a file named by the SHA-256 of its
bytes. A file is written once, whole, and never again: figures that did not change since the last run are the same file.
What a run published is listed by `reporting.archived_marts`; a file that nothing there names does not count. Marts that
are views read the lake, which never changes, and need no archive.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg

from tieout.durable import sync
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql_text import literal
from tieout.workspace import Workspace

_FOLDER = "reports"
_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'marts' AND table_type = 'BASE TABLE' ORDER BY table_name
"""
_RECORD = """
INSERT INTO reporting.archived_marts (tenant_id, run_id, mart, sha256, rows) VALUES (%s, %s, %s, %s, %s)
"""
_OF_RUN = "SELECT mart, sha256, rows FROM reporting.archived_marts WHERE tenant_id = %s AND run_id = %s ORDER BY mart"


class Archived(NamedTuple):
    """One mart of one run: the digest that its file is named by, and how many rows it has."""

    mart: str
    sha256: str
    rows: int


def archive(
    connection: psycopg.Connection[Any], workspace: Workspace, run_id: str, marts: duckdb.DuckDBPyConnection
) -> list[Archived]:
    """Keep every table of the schema `marts` as what this run publishes: all of them, or none.

    Files come first, then one transaction that makes them count.
    """
    folder = workspace.lake / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    names = [str(name) for (name,) in marts.execute(_TABLES).fetchall()]
    kept = [_keep(marts, name, folder) for name in names]
    sync(folder)
    tenant = workspace.config.tenant
    with connection.transaction(), connection.cursor() as cursor:
        enter(connection, tenant)
        cursor.executemany(_RECORD, [(tenant, run_id, *each) for each in kept])
    return kept


def archived(connection: psycopg.Connection[Any], workspace: Workspace, run_id: str) -> list[Archived]:
    """What is kept of a run.

    Raises:
        InputError: nothing is kept of such a run.
    """
    tenant = workspace.config.tenant
    with connection.transaction():
        enter(connection, tenant)
        rows = connection.execute(_OF_RUN, (tenant, run_id)).fetchall()
    if not rows:
        raise InputError(f"no figures of a run '{run_id}' are archived: was it published? `tieout status` names one")
    return [Archived(*row) for row in rows]


@contextmanager
def open_archived(
    connection: psycopg.Connection[Any], workspace: Workspace, run_id: str, marts: Sequence[str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """These marts as a run published them, each checked against its digest, as views under their names.

    Marts that the run did not have are left out.

    Raises:
        InputError: a file is not there, or is not what it was.
    """
    kept = [each for each in archived(connection, workspace, run_id) if each.mart in marts]
    with duckdb.connect() as opened:
        opened.execute("SET timezone = 'UTC'")
        for each in kept:
            path = _checked(workspace.lake / _FOLDER, each)
            opened.execute(f"CREATE VIEW {each.mart} AS FROM read_parquet({literal(path)})")
        yield opened


def _keep(marts: duckdb.DuckDBPyConnection, name: str, folder: Path) -> Archived:
    """Write one mart under its digest, unless it is there already."""
    written = folder / f".{name}.writing"
    try:
        copied = f"(FROM marts.{name} ORDER BY ALL)"
        marts.execute(f"COPY {copied} TO {literal(written)} (FORMAT parquet, COMPRESSION zstd)")
        counted = marts.execute(f"SELECT count(*) FROM marts.{name}").fetchone()
        digest = _digest(written)
        target = folder / f"{digest}.parquet"
        if not target.exists():
            sync(written)
            written.replace(target)
    finally:
        written.unlink(missing_ok=True)
    return Archived(name, digest, int(counted[0]) if counted else 0)


def _checked(folder: Path, kept: Archived) -> Path:
    path = folder / f"{kept.sha256}.parquet"
    if not path.is_file():
        raise InputError(f"{path} is what {kept.mart} was, and is not there: restore it from a backup")
    if _digest(path) != kept.sha256:
        raise InputError(f"{path} was changed after {kept.mart} was published: restore it from a backup")
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
