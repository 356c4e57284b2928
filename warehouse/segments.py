"""Settled matches in the lake: two Parquet files a run, written by its build, counted once its manifest row is."""

from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from tieout.durable import sync
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


def folder(workspace: Workspace) -> Path:
    """Where the segments of a workspace lie."""
    return workspace.lake / FOLDER


def prepare(connection: psycopg.Connection[Any], workspace: Workspace) -> None:
    """Make the folder, and remove what runs wrote that were never published; only under the run lock."""
    folder(workspace).mkdir(parents=True, exist_ok=True)
    counted = {
        path
        for row in connection.execute(
            "SELECT matches_path, items_path FROM orchestration.match_segments WHERE tenant_id = %s",
            (workspace.config.tenant,),
        ).fetchall()
        for path in row
    }
    connection.commit()
    for file in folder(workspace).glob("*"):
        if file.relative_to(workspace.lake).as_posix() not in counted:
            file.unlink()


def count(connection: psycopg.Connection[Any], workspace: Workspace, run_id: str) -> None:
    """Make a run's segment count; does nothing where the run settled nothing.

    Before the version is published that reads it: from then on no later run removes the files.
    """
    matches = folder(workspace) / f"{run_id}.{_MATCHES}.parquet"
    items = folder(workspace) / f"{run_id}.{_ITEMS}.parquet"
    if not matches.exists():
        return
    for file in (matches, items, folder(workspace)):
        sync(file)
    with connection.transaction():
        connection.execute(
            "INSERT INTO orchestration.match_segments (tenant_id, run_id, matches_path, items_path, matches, items)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (
                workspace.config.tenant,
                run_id,
                matches.relative_to(workspace.lake).as_posix(),
                items.relative_to(workspace.lake).as_posix(),
                pq.read_metadata(matches).num_rows,
                pq.read_metadata(items).num_rows,
            ),
        )
