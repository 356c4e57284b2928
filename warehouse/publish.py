"""Publication: an audited build becomes the version that every reader sees, in one rename.

A version is a file of its own and never changes; `marts.duckdb` is a link to the newest. Readers that are still on an
older version keep it open while they need it: the file's name goes, its bytes stay until they close it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from expectations import CheckResult
from reporting.reports import archive
from tieout.durable import point_to, sync
from tieout.sql_text import literal
from tieout.workspace import Workspace
from warehouse.rows import store_rows

VERSIONS_KEPT = 3
_PREFIX = "v-"

AUDIT_RESULTS = {
    **dict.fromkeys(("run_id", "suite", "expectation", "subject"), "VARCHAR"),
    "blocking": "BOOLEAN",
    **dict.fromkeys(("outcome", "observed", "description"), "VARCHAR"),
}
"""The columns of the mart `audit_results`, which publication makes."""


def version_path(workspace: Workspace, run_id: str) -> Path:
    """The file that a published run's marts are."""
    return workspace.warehouse / f"{_PREFIX}{run_id}.duckdb"


def publish(  # noqa: PLR0913, PLR0917 - what is published, of which run, and how it was found
    connection: psycopg.Connection[Any],
    workspace: Workspace,
    built: Path,
    run_id: str,
    results: Sequence[CheckResult],
    published_at: datetime,
) -> list[str]:
    """Write the audit's results into the version, archive its figures, and turn the link; the ids of its exceptions."""
    with duckdb.connect(str(built)) as version:
        rows = [
            (run_id, r.suite, r.expectation, r.subject, r.blocking, str(r.outcome), r.observed, r.description)
            for r in results
        ]
        store_rows(version, "audit_results", AUDIT_RESULTS, rows, schema="marts")
        version.execute(f"UPDATE marts.run SET published_at = TIMESTAMPTZ {literal(published_at.isoformat())}")
        exception_ids = [row[0] for row in version.execute("SELECT exception_id FROM marts.exceptions").fetchall()]
        archive(connection, workspace, run_id, version)
        version.execute("CHECKPOINT")
    sync(built)
    marts = version_path(workspace, run_id)
    built.rename(marts)
    point_to(workspace.marts_link, marts)
    return exception_ids


def clear_old(workspace: Workspace) -> None:
    """Remove builds that were never published and all but the newest versions. Only under the run lock."""
    current = workspace.marts_link.resolve() if workspace.marts_link.exists() else None
    versions = sorted(workspace.warehouse.glob(f"{_PREFIX}*.duckdb"), reverse=True)
    published = [version for version in versions if current is None or version.name <= current.name]
    kept = {current, *published[:VERSIONS_KEPT]} if current else set()
    for leftover in workspace.warehouse.glob("*"):
        if leftover not in kept:
            _remove(leftover)


def _remove(leftover: Path) -> None:
    if leftover.is_dir() and not leftover.is_symlink():
        for inner in leftover.iterdir():
            _remove(inner)
        leftover.rmdir()
    else:
        leftover.unlink(missing_ok=True)
