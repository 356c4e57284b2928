"""The decisions that a build goes on from: the match log, and the published version's matches that may still change.

Everything else a build computes anew, from the lake: there is one way to a figure, whether a version stands or not. A
version that another Tieout made, or that is damaged, is left aside; what is settled stands in the log all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from tieout.published import published_version
from tieout.sql_text import literal
from tieout.workspace import Workspace
from warehouse.match_log import EMPTY_LOG, MatchLog, Revocation, read_log
from warehouse.rows import Rows, store_rows

_MATCHES = {
    "tenant_id": "VARCHAR",
    "reconciliation": "VARCHAR",
    "match_id": "VARCHAR",
    "status": "VARCHAR",
    "pass": "VARCHAR",
    "score": "DECIMAL(5, 4)",
    "currency": "VARCHAR",
    "difference": "DECIMAL(38, 9)",
    "left_items": "INTEGER",
    "right_items": "INTEGER",
    "reason": "VARCHAR",
    "run_id": "VARCHAR",
    "matched_at": "TIMESTAMPTZ",
    "cause": "VARCHAR",  # of a revocation
}
_ITEMS = {
    "tenant_id": "VARCHAR",
    "reconciliation": "VARCHAR",
    "match_id": "VARCHAR",
    "status": "VARCHAR",
    "side": "VARCHAR",
    "item_id": "VARCHAR",
    "source": "VARCHAR",
    "line_ref": "VARCHAR",
    "file_id": "BIGINT",
    "line_no": "BIGINT",
    "currency": "VARCHAR",
    "amount": "DECIMAL(38, 9)",
    "date": "DATE",
}
_REVOKED = {"match_id": "VARCHAR", "run_id": "VARCHAR", "cause": "VARCHAR", "reason": "VARCHAR"}
_REVOKED_IN_OLDER_VERSIONS = "SELECT match_id, run_id, 'changed', reason FROM carried.revoked_segments ORDER BY ALL"
"""Until Tieout 0.1, revocations stood in the published version alone."""


@dataclass(frozen=True)
class Previous:
    """The log, and the version whose open matches are taken over (None: of nobody's)."""

    log: MatchLog
    version: Path | None = None


NO_DECISIONS = Previous(EMPTY_LOG)
"""Nothing was decided before: what the rules alone would do."""


def previous_decisions(workspace: Workspace, connection: psycopg.Connection[Any]) -> Previous:
    """What runs of this workspace decided so far."""
    version = published_version(workspace)
    if version is None:
        return Previous(read_log(connection, workspace, None))
    run_id, has_state, revoked = _facts_of(version)
    log = read_log(connection, workspace, run_id)
    recorded = {(row.match_id, row.settled_in) for row in log.revoked}
    unrecorded = [row for row in revoked if (row.match_id, row.settled_in) not in recorded]
    return Previous(MatchLog(log.files, [*log.revoked, *unrecorded]), version if has_state else None)


def _facts_of(version: Path) -> tuple[str | None, bool, list[Revocation]]:
    """Its run, whether it has the state that this Tieout writes, and revocations that only a version of before has."""
    try:
        with duckdb.connect(str(version), read_only=True) as published:
            run = published.execute("SELECT run_id FROM marts.run").fetchone()
            schemas = {row[0] for row in published.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
            older = published.execute(_REVOKED_IN_OLDER_VERSIONS).fetchall() if "carried" in schemas else []
    except duckdb.Error:
        return None, False, []
    return (str(run[0]) if run else None), "state" in schemas, [Revocation(*row) for row in older]


def load_previous(inputs: duckdb.DuckDBPyConnection, previous: Previous) -> None:
    """Make the tables `previous_matches`, `previous_match_items` and `revoked_matches` of a build's inputs."""
    store_rows(inputs, "revoked_matches", _REVOKED, _rows_of(previous.log.revoked))
    for name, columns in (("matches", _MATCHES), ("match_items", _ITEMS)):
        store_rows(inputs, f"previous_{name}", columns, ())
    if previous.version is None:
        return
    inputs.execute(f"ATTACH {literal(previous.version)} AS previous (READ_ONLY)")
    for name, columns in (("matches", _MATCHES), ("match_items", _ITEMS)):
        chosen = _present(inputs, name, columns)
        inputs.execute(f"INSERT INTO raw.previous_{name} BY NAME SELECT {chosen} FROM previous.state.{name}")
    inputs.execute("DETACH previous")


def _rows_of(revoked: Sequence[Revocation]) -> Rows:
    return [tuple(row) for row in revoked]


def _present(inputs: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> str:
    """Those of the columns that the version has: one made by another Tieout may lack some."""
    found = inputs.execute(
        "SELECT column_name FROM duckdb_columns()"  # no bound parameter: it would import pandas
        f" WHERE database_name = 'previous' AND schema_name = 'state' AND table_name = {literal(table)}"
    ).fetchall()
    present = {row[0] for row in found}
    return ", ".join(column for column in columns if column in present)
