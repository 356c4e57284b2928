"""The warehouse on DuckDB: two files a build, the second of which becomes a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import psycopg

from expectations import AuditRequest, CheckResult
from tieout.workspace import Workspace
from warehouse import match_log
from warehouse.build import BuildFiles, NodeOutcome, build
from warehouse.engine import PROOF, RECONCILED
from warehouse.previous import NO_DECISIONS, Previous, previous_decisions
from warehouse.publish import clear_old, publish, version_path
from warehouse.raw import Run, load_raw


@dataclass
class DuckDBWarehouse:
    """A build of the whole lake, on what runs before it decided."""

    workspace: Workspace
    connection: psycopg.Connection[Any]
    previous: Previous = NO_DECISIONS

    @property
    def files(self) -> BuildFiles:
        """The private build."""
        return BuildFiles(self.workspace.warehouse / "inputs.duckdb", self.workspace.warehouse / "next.duckdb")

    def clear(self) -> None:
        """Remove builds that were never published and all but the newest versions."""
        self.workspace.warehouse.mkdir(parents=True, exist_ok=True)
        clear_old(self.workspace)

    def stands(self, run_id: str) -> bool:
        """Whether the run's version is there."""
        return version_path(self.workspace, run_id).exists()

    def take_inputs(self, run: Run) -> None:
        """Make the file of the build's inputs."""
        match_log.clear_unrecorded(self.connection, self.workspace)
        self.previous = previous_decisions(self.workspace, self.connection)
        with self.files.loading() as inputs:
            load_raw(inputs, self.connection, self.workspace, run, self.previous)

    def build(self) -> list[NodeOutcome]:
        """Make the file of the marts."""
        return build(self.files)

    def row_counts(self) -> Mapping[tuple[str, str], int]:
        """Rows of every mart, as DuckDB's catalogue knows them."""
        with duckdb.connect(str(self.files.marts), read_only=True) as marts:
            rows = marts.execute("SELECT schema_name, table_name, estimated_size FROM duckdb_tables()").fetchall()
        return {(schema, table): int(size) for schema, table, size in rows}

    def audit_request(self, currencies: Mapping[str, int]) -> AuditRequest:
        """An audit of every row."""
        return AuditRequest(self.files.marts, currencies=currencies)

    def reconciled(self) -> Sequence[Sequence[Any]] | None:
        """The counts of each reconciliation."""
        if PROOF not in self.row_counts():
            return None
        with duckdb.connect(str(self.files.marts), read_only=True) as marts:
            return marts.execute(RECONCILED.format(marts="marts")).fetchall()

    def publish(self, run_id: str, results: Sequence[CheckResult], published_at: datetime) -> Sequence[str]:
        """Add to the match log, and turn the link to the new version."""
        match_log.record(self.connection, self.workspace, run_id, self.files.marts, self.previous.log)
        return publish(self.connection, self.workspace, self.files.marts, run_id, results, published_at)
