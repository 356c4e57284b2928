"""Books for the benchmark of financial statements: two-line journals of three companies, and their builds."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from benchmarks.statement_models import downstream
from ingest.receiver import receive
from ledger.setup import sync_books
from orchestration.run import records
from tieout.durable import point_to
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse import match_log
from warehouse.build import BuildFiles, build
from warehouse.previous import previous_decisions
from warehouse.raw import Run, load_raw

AS_OF = date(2025, 12, 31)
ENTITIES = ("acme-de", "acme-fr", "acme-nl")
_CONFIG = """\
tenant: bench
entities: [{entities}]
sources: [{{id: books, kind: book, format: journal_csv, path: inbox/*.csv}}]
"""
_BOOK = """
COPY (
    SELECT 'J' || i AS journal_id, ['{entities}'][1 + i % 3] AS entity,
           DATE '2024-01-01' + (i * 731 // {journals})::INTEGER AS date,
           CASE side WHEN 1 THEN 10000 + hash(i) % 120 ELSE 40000 + hash(i + 1) % 80 END::VARCHAR AS account,
           CASE side WHEN 1 THEN 'asset' ELSE 'revenue' END AS account_type,
           printf('%.2f', side * (100 + hash(i + 2) % 1000000)::DECIMAL(18, 2) / 100) AS amount
    FROM range({journals}) AS r(i), (VALUES (1), (-1)) AS s(side)
) TO '{path}' (HEADER)
"""
_ONE_MORE = """\
journal_id,entity,date,account,account_type,amount
one more,acme-de,2025-12-31,10000,asset,1.00
one more,acme-de,2025-12-31,40000,revenue,-1.00
"""

FIRST_MODEL = "int_account_movements"
DECISIONS = (
    "state_matches",
    "state_match_items",
    "state_revoked_matches",
    "state_settled_matches",
    "state_settled_match_items",
)
"""What a publication needs of every build."""


@dataclass
class StatementBooks:
    """A workspace whose book has `lines` lines, and the builds made of it."""

    root: Path
    lines: int
    builds: int = field(default=0)

    def write(self) -> None:
        """The first delivery."""
        (self.root / "inbox").mkdir(parents=True)
        entities = ", ".join(f"{{id: {entity}, name: {entity}, currency: EUR}}" for entity in ENTITIES)
        (self.root / "tieout.yml").write_text(_CONFIG.format(entities=entities), encoding="utf-8")
        path = self.root / "inbox" / "book.csv"
        duckdb.execute(_BOOK.format(entities="', '".join(ENTITIES), journals=self.lines // 2, path=path))

    def write_one_more(self) -> None:
        """One journal, in a file of its own."""
        (self.root / "inbox" / "one_more.csv").write_text(_ONE_MORE, encoding="utf-8")

    @property
    def workspace(self) -> Workspace:
        """The workspace as it stands."""
        return Workspace.open(self.root)

    def build(self, models: Sequence[str] = ()) -> tuple[BuildFiles, float]:
        """Receive, build on the last version and publish, unaudited; what builds it again, and seconds of the build.

        Without names, all models are built that are made of account movements.
        """
        self.builds += 1
        workspace = self.workspace
        folder = self.root / f"build{self.builds}"
        folder.mkdir()
        files = BuildFiles(folder / "inputs.duckdb", folder / "next.duckdb")
        run = Run(f"run-{self.builds:03}", datetime.now(UTC), AS_OF)
        tenant = workspace.config.tenant
        with connect(workspace) as connection:
            sync_books(connection, workspace.config, workspace.root)
            for file in receive(connection, workspace, run.run_id):
                if file.refused or file.reason:
                    raise RuntimeError(f"{file.path}: {file.refused} rows refused: {file.reason}")
            records.start(connection, tenant, run.run_id, run.started_at)
            match_log.clear_unrecorded(connection, workspace)
            previous = previous_decisions(workspace, connection)
            with files.loading() as inputs:
                load_raw(inputs, connection, workspace, run, previous)
            again = BuildFiles(files.inputs, folder / "again.duckdb")
            shutil.copyfile(files.marts, again.marts)
            began = time.monotonic()
            build(files, (*(models or downstream(FIRST_MODEL)), "general_ledger", "run", *DECISIONS))
            seconds = time.monotonic() - began
            match_log.record(connection, workspace, run.run_id, files.marts, previous.log)
            records.finish(connection, tenant, run.run_id, records.Ending("published", None, None))
        point_to(workspace.marts_link, files.marts)
        return again, seconds
