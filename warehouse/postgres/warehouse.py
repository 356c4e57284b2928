"""The warehouse on PostgreSQL: a build in private schemas, published in one transaction.

Its readers are PostgreSQL's own: psql, BI tools, auditors. What Tieout itself shows (exceptions, the dashboard, the
digest) it reads from a DuckDB file, which is copied from the build and published with it: both have the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import psycopg
from psycopg import sql

from expectations import AuditRequest, CheckResult, PostgresBuild
from tieout.workspace import Workspace
from warehouse import match_log
from warehouse.build import NodeOutcome
from warehouse.engine import PROOF, RECONCILED
from warehouse.postgres.building import build, connection_string
from warehouse.postgres.loading import load_inputs
from warehouse.postgres.reading import copy_marts
from warehouse.postgres.schemas import BuildSchemas
from warehouse.previous import Previous, previous_decisions
from warehouse.publish import clear_old, publish, version_path
from warehouse.raw import Run, load_raw
from warehouse.serving import publish_schema, published_run

_ROWS = """
SELECT namespace.nspname, class.relname, greatest(class.reltuples, 0)
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind = 'r' AND starts_with(namespace.nspname, %s)
"""


@dataclass
class PostgresWarehouse:
    """A build from nothing, beside the book of record."""

    workspace: Workspace
    connection: psycopg.Connection[Any]

    @property
    def schemas(self) -> BuildSchemas:
        """Where it is built."""
        return BuildSchemas.of(self.workspace.config.tenant)

    def clear(self) -> None:
        """Drop the build's schemas, and the files that are no version."""
        self.workspace.warehouse.mkdir(parents=True, exist_ok=True)
        clear_old(self.workspace)
        self.schemas.drop(self.connection)

    def stands(self, run_id: str) -> bool:
        """Whether PostgreSQL serves what the run published, and its copy is there."""
        served = published_run(self.connection, self.workspace.config.tenant) == run_id
        self.connection.commit()
        return served and version_path(self.workspace, run_id).exists()

    def take_inputs(self, run: Run) -> None:
        """Make the inputs as DuckDB reads them from the lake, and copy them into PostgreSQL."""
        match_log.clear_unrecorded(self.connection, self.workspace)
        previous = Previous(previous_decisions(self.workspace, self.connection).log)
        with duckdb.connect(str(self.workspace.warehouse / "inputs.duckdb")) as inputs:
            inputs.execute("ATTACH ':memory:' AS published")  # of the version only the lake is read, and copied
            load_raw(inputs, self.connection, self.workspace, run, previous)
            load_inputs(inputs, self.connection, self.schemas)
        self.connection.commit()

    def build(self) -> list[NodeOutcome]:
        """Build in PostgreSQL."""
        return build(self.connection, self.schemas)

    def row_counts(self) -> Mapping[tuple[str, str], int]:
        """Rows of every table, as ANALYZE has counted them."""
        prefix = self.schemas.prefix
        rows = self.connection.execute(_ROWS, (prefix,)).fetchall()
        self.connection.commit()
        return {(schema.removeprefix(prefix), table): int(size) for schema, table, size in rows}

    def audit_request(self, currencies: Mapping[str, int]) -> AuditRequest:
        """An audit of every row."""
        return AuditRequest(
            PostgresBuild(connection_string(self.connection), self.schemas.marts), currencies=currencies
        )

    def reconciled(self) -> Sequence[Sequence[Any]] | None:
        """The counts of each reconciliation."""
        if PROOF not in self.row_counts():
            return None
        rows = self.connection.execute(sql.SQL(RECONCILED).format(marts=sql.Identifier(self.schemas.marts))).fetchall()
        self.connection.commit()
        return rows

    def publish(self, run_id: str, results: Sequence[CheckResult], published_at: datetime) -> Sequence[str]:
        """Replace the tenant's rows of the published marts, and turn the link to the copy."""
        copy = self.workspace.warehouse / "next.duckdb"
        with duckdb.connect(str(copy)) as marts:
            copy_marts(self.connection, self.schemas.marts, marts)
        publish_schema(
            self.connection,
            tenant=self.workspace.config.tenant,
            built=self.schemas.marts,
            run_id=run_id,
            results=results,
            published_at=published_at,
        )
        return publish(self.connection, self.workspace, copy, run_id, results, published_at)
