"""A run from its lock to its outcome: what each step does, and what it found."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self

import psycopg

from expectations import CheckResult
from expectations.auditor import Auditor
from ingest.receiver import Received, receive
from ledger.chart import chart_of
from ledger.setup import sync_books
from ledger.upkeep import keep_up
from notify import send_digest_after_run
from orchestration.run import records
from orchestration.run.accounts import check_accounts
from orchestration.run.arrivals import arrivals
from orchestration.run.extract import extract_ledger
from orchestration.run.inputs import inputs_of
from orchestration.run.interrupts import Interrupts, interruptible
from orchestration.run.outcome import check_counts, file_statuses, reconciliation_counts, test_results
from reconcile import record_published
from reporting.close import note_decertified
from reporting.layouts import layouts_of
from tieout.disk import translate_disk_full
from tieout.postgres import connect
from tieout.published import open_published
from tieout.workspace import Workspace
from warehouse.build import NodeOutcome
from warehouse.engine import Warehouse
from warehouse.raw import Run
from warehouse.serving import serve_after_run
from warehouse.targets import Target, warehouse_on

Progress = Callable[[str, str], None]
"""Told what is happening: the step's name and one line."""


@dataclass
class RunContext:
    """A run that holds the lock from `open` to `close`."""

    workspace: Workspace
    run: Run
    target: Target
    connection: psycopg.Connection[Any]
    warehouse: Warehouse
    auditor: Auditor
    progress: Progress
    interrupts: Interrupts = field(default_factory=Interrupts)
    began: float = field(default_factory=time.monotonic)
    inputs: str = ""
    received: list[Received] = field(default_factory=list)
    ledger_lines: int = 0
    tests: list[NodeOutcome] = field(default_factory=list)
    results: list[CheckResult] = field(default_factory=list)
    outcome: dict[str, Any] | None = None

    @classmethod
    def open(
        cls,
        workspace: Workspace,
        *,
        progress: Progress,
        target: Target = Target.duckdb,
        as_of: date | None = None,
        wait_seconds: float = 600,
    ) -> Self:
        """Connect, wait for the lock, and record the run."""
        connection = connect(workspace)
        tenant = workspace.config.tenant
        records.take_run_lock(
            connection, tenant, wait_seconds=wait_seconds, on_wait=lambda text: progress("wait", text)
        )
        started_at = datetime.now(UTC)
        run = Run(records.new_run_id(started_at), started_at, as_of or workspace.today(started_at))
        records.start(connection, tenant, run.run_id, started_at)
        warehouse = warehouse_on(target, workspace, connection)
        warehouse.clear()
        return cls(workspace, run, target, connection, warehouse, Auditor(), progress)

    def close(self) -> None:
        """Release everything; a run that did not come to an outcome is recorded as failed."""
        self.auditor.close()
        with suppress(psycopg.Error):  # the server may be what failed: the next run marks this one
            if self.outcome is None:
                self.connection.rollback()
                self._record("failed", None)
        self.connection.close()

    @interruptible
    def receive_files(self) -> list[Received]:
        """Open the books by tieout.yml, and take what lies in the inboxes."""
        config = self.workspace.config
        chart = chart_of(config, self.workspace.root)
        check_accounts(self.workspace, chart)
        arrived = arrivals(self.connection, self.workspace)
        if arrived != records.last_arrivals(self.connection, config.tenant):
            self.auditor.start()  # there will be a build: Great Expectations loads meanwhile
        records.note_arrivals(self.connection, config.tenant, self.run.run_id, arrived)
        layouts_of(self.workspace)  # a layout that is wrong is refused before anything is received
        sync_books(self.connection, config, self.workspace.root)
        self.progress("receive", "reading the inboxes")
        codes = [account[:4] for account in chart]
        self.received = receive(self.connection, self.workspace, self.run.run_id, chart=codes)
        return self.received

    @interruptible
    def extract_ledger(self) -> int:
        """Fold and seal our own ledger's book, and take its new lines to the lake; returns how many."""
        keep_up(self.connection, self.workspace.config.tenant)
        self.ledger_lines = extract_ledger(self.connection, self.workspace, self.run.run_id)
        return self.ledger_lines

    @interruptible
    def load_inputs(self) -> bool:
        """Load the inputs of the build.

        Returns False when they are those of the published version: that is the run's outcome then.
        """
        self.inputs = f"{self.target}:{inputs_of(self.connection, self.workspace, self.run.as_of)}"
        last = records.last_published(self.connection, self.workspace.config.tenant)
        if last is not None and last[1] == self.inputs and self.warehouse.stands(last[0]):
            self._conclude_unchanged(last[2])
            return False
        self.auditor.start()
        with translate_disk_full():
            self.warehouse.take_inputs(self.run)
        return True

    @interruptible
    def build(self) -> list[NodeOutcome]:
        """Build staging, matching and marts, and run dbt's tests."""
        self.progress("build", "matching and building the marts")
        with translate_disk_full():
            outcomes = self.warehouse.build()
        self.tests = [node for node in outcomes if node.unique_id.startswith("test.")]
        return outcomes

    @interruptible
    def audit(self) -> list[CheckResult]:
        """Evaluate every expectation on the private build."""
        self.progress("audit", "auditing the build")
        own_units = {unit.code: unit.scale for unit in self.workspace.config.currencies}
        self.results = self.auditor.audit(self.warehouse.audit_request(own_units))
        return self.results

    @property
    def rejected(self) -> bool:
        """Whether a blocking check did not pass."""
        return any(result.stops_publication for result in self.all_results)

    @property
    def all_results(self) -> list[CheckResult]:
        """What every check of this build found: the expectations, then dbt's own tests."""
        return [*self.results, *test_results(self.tests)]

    def publish(self) -> dict[str, Any]:
        """Make the audited build the version that readers see; Ctrl-C comes too late once this has begun."""
        with self.interrupts.held_off():
            self.progress("publish", "publishing")
            self.connection.execute("SELECT 1")  # a database that went away is noticed before readers see anything
            self.connection.commit()
            reconciled = self.warehouse.reconciled()
            with translate_disk_full():
                ids = self.warehouse.publish(self.run.run_id, self.all_results, datetime.now(UTC))
            record_published(self.connection, self.workspace.config.tenant, self.run.run_id, ids, self.run.started_at)
            outcome = self._conclude("published", reconciled)
            self._report("close", self._note_decertified())
            self._report("serve", serve_after_run(self.workspace))
            self._report("digest", send_digest_after_run(self.workspace))
            return outcome

    def _note_decertified(self) -> list[str]:
        """What was certified and is not so any more stands in the history of its close from now on."""
        with open_published(self.workspace) as marts:
            return note_decertified(self.connection, self.workspace, marts)

    def _report(self, step: str, lines: Iterable[str]) -> None:
        for line in lines:
            self.progress(step, line)

    def reject_if_failed(self) -> None:
        """Conclude the run as rejected where a blocking check did not pass; the last good marts stay."""
        if self.rejected:
            self._conclude("rejected", self.warehouse.reconciled())

    def _conclude(self, status: str, reconciled: Sequence[Sequence[Any]] | None) -> dict[str, Any]:
        self.outcome = {
            "run_id": self.run.run_id,
            "status": status,
            "unchanged": False,
            "duration_s": round(time.monotonic() - self.began, 3),
            "files": file_statuses(self.received),
            "ledger_lines": self.ledger_lines,
            "checks": check_counts(self.all_results),
            "reconciliations": reconciliation_counts(reconciled, self.workspace.config),
            "marts": str(self.workspace.marts_link),
        }
        self._record(status, self.outcome)
        self.warehouse.clear()
        return self.outcome

    def _conclude_unchanged(self, last: dict[str, Any]) -> None:
        """Nothing new: the published version was built of exactly these inputs and passed its audit."""
        self.progress("unchanged", "nothing new: the published marts stand")
        self.outcome = {
            **last,
            "unchanged": True,
            "duration_s": round(time.monotonic() - self.began, 3),
            "files": file_statuses(self.received),
            "ledger_lines": 0,
        }
        self._record("unchanged", self.outcome)
        self._report("serve", serve_after_run(self.workspace))

    def _record(self, status: str, outcome: dict[str, Any] | None) -> None:
        ending = records.Ending(status, self.inputs or None, outcome)
        records.finish(self.connection, self.workspace.config.tenant, self.run.run_id, ending)
