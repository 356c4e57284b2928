"""What a published version carries forward to the next build.

A version holds, beside its marts, what the next build need not work out again: open items, what is settled added up,
and which files of the lake it was made of (schema `carried`, see dbt_project/models/carried). A build then looks at new
files and open items only. Where the version does not fit any more (another SQL, other sources or sides), the build
starts from nothing; settled matches stand in the lake all the same, and are found again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg

from dbt_project import fingerprint
from tieout import __version__
from tieout.published import published_version
from tieout.sql import load_sql
from tieout.sql_text import literal
from tieout.workspace import Workspace

TABLES = (
    "items",
    "words",
    "dropped_lines",
    "settled_totals",
    "movements",
    "subledger_accounts",
    "open_entries",
    "deferred_days",
    "periods",
    "matches",
    "match_items",
    "revoked_segments",
)
_SEGMENTS = """
SELECT segments.run_id, segments.matches_path, segments.items_path
FROM orchestration.match_segments AS segments
INNER JOIN orchestration.runs USING (tenant_id, run_id)
WHERE segments.tenant_id = %s AND runs.status = 'published'
ORDER BY segments.run_id
"""


class Segment(NamedTuple):
    """Settled matches of one run: two files, by their paths in the lake."""

    run_id: str
    matches_path: str
    items_path: str


@dataclass(frozen=True)
class Carried:
    """A version to go on from (None: from nothing), the files that it was made of, and all settled matches."""

    version: Path | None
    file_ids: frozenset[int]
    segments: Sequence[Segment]


FROM_NOTHING = Carried(None, frozenset(), ())
"""Nothing is known and nothing is settled: what the rules alone would do."""


def layout(workspace: Workspace) -> str:
    """A SHA-256 over what a version's carried tables depend on: all but the matching rules and the day."""
    config = workspace.config.model_dump(mode="json", exclude={"as_of", "schedule"})
    for rule in config["reconciliations"]:
        for key in ("passes", "expected_lag_days"):
            del rule[key]
    return hashlib.sha256(f"{__version__} {fingerprint()} {workspace.root} {config}".encode()).hexdigest()


def size_and_time(path: Path) -> list[int]:
    """Bytes of a file and when it was last written, in nanoseconds; empty where there is none.

    A file of the lake never changes. One that did all the same is looked at, and audited, from nothing.
    """
    if not path.is_file():
        return []
    facts = path.stat()
    return [facts.st_size, facts.st_mtime_ns]


def carried_forward(workspace: Workspace, connection: psycopg.Connection[Any]) -> Carried:
    """What the published version carries; from nothing, with the lake's settled matches, where it fits no more."""
    version = published_version(workspace)
    if version is not None:
        try:
            with duckdb.connect(str(version), read_only=True) as published:
                state = published.execute("SELECT layout FROM carried.state").fetchone()
                files = published.execute("SELECT file_id, location, bytes, modified FROM carried.files").fetchall()
                segments = published.execute("SELECT * FROM carried.segments ORDER BY run_id").fetchall()
        except duckdb.Error:  # made by an earlier Tieout, or damaged: the lake has all that counts
            state, files, segments = None, [], []
        untouched = all(size_and_time(Path(location)) == as_it_was for _, location, *as_it_was in files)
        if state is not None and state[0] == layout(workspace) and untouched:
            return Carried(version, frozenset(file[0] for file in files), [Segment(*row) for row in segments])
    return settled_in_lake(workspace, connection)


def settled_in_lake(workspace: Workspace, connection: psycopg.Connection[Any]) -> Carried:
    """From nothing, with all that published runs have settled."""
    rows = connection.execute(_SEGMENTS, (workspace.config.tenant,)).fetchall()
    return Carried(None, frozenset(), [Segment(*row) for row in rows])


def load_carried(inputs: duckdb.DuckDBPyConnection, carried: Carried) -> None:
    """Make the schema `carried` of a build's inputs: the version's tables, or empty ones."""
    inputs.execute(load_sql("warehouse", "nothing_carried").decode())
    if carried.version is None:
        return
    inputs.execute(f"ATTACH {literal(carried.version)} AS previous (READ_ONLY)")
    for table in TABLES:
        inputs.execute(f"INSERT INTO carried.{table} BY NAME FROM previous.carried.{table}")
    inputs.execute("DETACH previous")
