"""Runs of one workspace after another, each going on from the version before it, without Dagster and audit."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from ingest.receiver import receive
from ledger.setup import sync_books
from orchestration.run import records
from tests.support.matching_build import MATCHING, Built, Case
from tieout.durable import point_to
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse import match_log
from warehouse.build import BuildFiles, build
from warehouse.previous import previous_decisions
from warehouse.raw import Run, load_raw

STATE = (
    "state_matches",
    "state_match_items",
    "state_revoked_matches",
    "state_settled_matches",
    "state_settled_match_items",
)
"""What the next run goes on from."""


@dataclass
class Runs:
    """A workspace beside a server: `server_root` has the server, and the build's files under names that never change."""

    server_root: Path
    root: Path
    cases: dict[str, Case]
    made: int = field(default=0)

    def run(self, as_of: date) -> Built:
        """Receive what lies in the inbox, build on the last version, and publish."""
        self.made += 1
        workspace = Workspace.open(self.root)
        files = BuildFiles(self.server_root / "inputs.duckdb", self.server_root / "next.duckdb")
        for file in (files.inputs, files.marts):
            file.unlink(missing_ok=True)
        run = Run(f"run-{self.made:03}", datetime.now(UTC), as_of)
        tenant = workspace.config.tenant
        with connect(Workspace.open(self.server_root)) as connection:
            sync_books(connection, workspace.config, workspace.root)
            received = receive(connection, workspace, run.run_id)
            assert [file.reason for file in received if file.reason] == []
            records.start(connection, tenant, run.run_id, run.started_at)
            match_log.clear_unrecorded(connection, workspace)
            previous = previous_decisions(workspace, connection)
            with files.loading() as inputs:
                load_raw(inputs, connection, workspace, run, previous)
            outcomes = build(files, (*MATCHING, *STATE))
            assert [node.unique_id for node in outcomes if node.status not in ("success", "pass")] == []
            match_log.record(connection, workspace, run.run_id, files.marts, previous.log)
            records.finish(connection, tenant, run.run_id, records.Ending("published", None, None))
        files.inputs.unlink()
        version = files.marts.rename(self.root / f"v-{run.run_id}.duckdb")
        workspace.state.mkdir(exist_ok=True)
        point_to(workspace.marts_link, version)
        return Built(duckdb.connect(str(version), read_only=True), self.cases)
