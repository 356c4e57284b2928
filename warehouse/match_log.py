"""The match log: what was settled, match by match, and what of it was revoked. Nothing in it is ever changed.

A run that settles matches writes two Parquet files into the lake, which count once their row in PostgreSQL is committed
(`orchestration.match_segments`). What a run revokes is a row there
(`orchestration.revoked_matches`). So decisions outlive the warehouse: a build from an empty one finds them all.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg
import pyarrow as pa

from tieout.durable import sync
from tieout.sql_text import literal
from tieout.workspace import Workspace

FOLDER = "matches"
_MATCHES, _ITEMS = "settled_matches", "settled_match_items"

SETTLED_MATCH = pa.schema(
    [
        ("match_id", pa.string()),
        ("run_id", pa.string()),
        ("reconciliation", pa.string()),
        ("status", pa.string()),
        ("pass", pa.string()),
        ("score", pa.int32()),  # points: 10,000 is proof
        ("currency", pa.string()),
        ("difference", pa.int64()),  # left minus right, minor units
        ("days_apart", pa.int32()),
        ("shared_key", pa.string()),
        ("left_items", pa.int32()),
        ("right_items", pa.int32()),
        ("evidence", pa.string()),
        ("matched_at", pa.timestamp("us", tz="UTC")),
    ]
)

SETTLED_ITEM = pa.schema(
    [
        ("match_id", pa.string()),
        ("run_id", pa.string()),
        ("reconciliation", pa.string()),
        ("side", pa.string()),
        ("source", pa.string()),
        ("line_ref", pa.string()),
        ("occurrence", pa.int32()),
        ("file_id", pa.int64()),
        ("line_no", pa.int64()),
        ("currency", pa.string()),
        ("amount", pa.int64()),  # minor units, signed as matching sees it
        ("date", pa.date32()),
        ("reference_key", pa.string()),
        ("pass", pa.string()),
        ("is_first", pa.bool_()),  # one item of each match is its first
        ("items", pa.int32()),  # of its match
    ]
)


_PUBLISHED = "(runs.status = 'published' OR runs.run_id = %(current)s)"
"""A run that was killed after it turned the link to its version has published: its decisions count."""

_FILES = f"""
SELECT log.run_id, log.matches_path, log.items_path
FROM orchestration.match_segments AS log
INNER JOIN orchestration.runs USING (tenant_id, run_id)
WHERE log.tenant_id = %(tenant)s AND {_PUBLISHED}
ORDER BY log.run_id
"""

_REVOKED = f"""
SELECT log.match_id, log.settled_in, log.cause, log.reason
FROM orchestration.revoked_matches AS log
INNER JOIN orchestration.runs USING (tenant_id, run_id)
WHERE log.tenant_id = %(tenant)s AND {_PUBLISHED}
ORDER BY log.match_id, log.settled_in
"""

_RECORD_FILES = """
INSERT INTO orchestration.match_segments (tenant_id, run_id, matches_path, items_path, matches, items)
VALUES (%s, %s, %s, %s, %s, %s)
"""

_RECORD_REVOKED = """
INSERT INTO orchestration.revoked_matches (tenant_id, match_id, settled_in, cause, reason, run_id)
VALUES (%s, %s, %s, %s, %s, %s)
"""
_REVOKED_IN_BUILD = "SELECT match_id, run_id, cause, reason FROM state.revoked_matches ORDER BY ALL"


class LoggedFiles(NamedTuple):
    """What one run settled: two files, by their paths in the lake."""

    run_id: str
    matches_path: str
    items_path: str


class Revocation(NamedTuple):
    """A settled match that stands no more; `settled_in` is the run whose files have it."""

    match_id: str
    settled_in: str
    cause: str
    reason: str


class MatchLog(NamedTuple):
    """All that published runs have settled and revoked."""

    files: Sequence[LoggedFiles]
    revoked: Sequence[Revocation]


EMPTY_LOG = MatchLog((), ())
"""Nothing was ever settled: what the rules alone would do."""


def folder(workspace: Workspace) -> Path:
    """Where the log's files of a workspace lie."""
    return workspace.lake / FOLDER


def read_log(connection: psycopg.Connection[Any], workspace: Workspace, current_run: str | None) -> MatchLog:
    """The log of the workspace's tenant; `current_run` is the run whose version is published."""
    about = {"tenant": workspace.config.tenant, "current": current_run}
    files = [LoggedFiles(*row) for row in connection.execute(_FILES.encode(), about).fetchall()]
    revoked = [Revocation(*row) for row in connection.execute(_REVOKED.encode(), about).fetchall()]
    return MatchLog(files, revoked)


def clear_unrecorded(connection: psycopg.Connection[Any], workspace: Workspace) -> None:
    """Make the folder, and remove what runs wrote that were never published; only under the run lock."""
    folder(workspace).mkdir(parents=True, exist_ok=True)
    recorded = {
        path
        for row in connection.execute(
            "SELECT matches_path, items_path FROM orchestration.match_segments WHERE tenant_id = %s",
            (workspace.config.tenant,),
        ).fetchall()
        for path in row
    }
    connection.commit()
    for file in folder(workspace).glob("*"):
        if file.relative_to(workspace.lake).as_posix() not in recorded:
            file.unlink()


def record(
    connection: psycopg.Connection[Any], workspace: Workspace, run_id: str, built: Path, before: MatchLog
) -> None:
    """Add to the log what a build has settled and revoked, beyond the log that it was given.

    Before the version is published that reads the files: from then on no later run removes them.
    """
    with duckdb.connect(str(built), read_only=True) as version:
        rows = version.execute(_REVOKED_IN_BUILD).fetchall()
        settled = _write_settled(version, workspace, run_id)
    revoked_before = {(row.match_id, row.settled_in) for row in before.revoked}
    revoked = [Revocation(*row) for row in rows if (row[0], row[1]) not in revoked_before]
    tenant = workspace.config.tenant
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(_RECORD_REVOKED, [(tenant, *row, run_id) for row in revoked])
        if settled is not None:
            cursor.execute(_RECORD_FILES, (tenant, run_id, *settled))


def _write_settled(
    version: duckdb.DuckDBPyConnection, workspace: Workspace, run_id: str
) -> tuple[str, str, int, int] | None:
    """Write what a build settled, safe on disk; the files' paths in the lake and their rows, None if there are none."""
    written = []
    for table in (_MATCHES, _ITEMS):
        file = folder(workspace) / f"{run_id}.{table}.parquet"
        ((rows,),) = version.execute(f"SELECT count(*) FROM state.{table}").fetchall()
        if not rows:
            return None
        version.execute(
            f"COPY state.{table} TO {literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
        )
        sync(file)
        written.append((file.relative_to(workspace.lake).as_posix(), rows))
    sync(folder(workspace))
    (matches, match_rows), (items, item_rows) = written
    return matches, items, match_rows, item_rows
