"""One workspace built on both engines, out of the same inputs and for the same run, and where their marts differ."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ingest.receiver import receive
from ledger.chart import chart_of
from ledger.setup import sync_books
from ledger.upkeep import keep_up
from orchestration.run.extract import extract_ledger
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse import build
from warehouse.build import BuildFiles, NodeOutcome
from warehouse.postgres import building
from warehouse.postgres.loading import load_inputs
from warehouse.postgres.reading import copy_marts
from warehouse.postgres.schemas import BuildSchemas
from warehouse.raw import Run, load_raw

_COLUMNS = """
SELECT table_name, list(column_name || ' ' || data_type ORDER BY column_index)
FROM duckdb_columns() WHERE database_name = '{engine}' AND schema_name = 'marts' GROUP BY table_name
"""


class Difference(NamedTuple):
    """A row of a mart that one engine has more often than the other."""

    mart: str
    only_on: str
    row: tuple[Any, ...]


class Both:
    """The marts of both builds, as the databases `on_duckdb` and `on_postgres` of one connection."""

    def __init__(self, on_duckdb: Path, on_postgres: Path) -> None:
        self.marts = duckdb.connect()
        self.marts.execute("SET TimeZone = 'UTC'")
        for engine, file in (("on_duckdb", on_duckdb), ("on_postgres", on_postgres)):
            self.marts.execute(f"ATTACH '{file}' AS {engine} (READ_ONLY)")
        self.marts.execute("SET search_path = 'on_duckdb.main'")  # its views name tables without their file's name

    def columns(self, engine: str) -> dict[str, list[str]]:
        """Names and types of the columns of every mart, in their order."""
        return dict(self.marts.execute(_COLUMNS.format(engine=engine)).fetchall())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What DuckDB's marts answer."""
        return self.marts.execute(query).fetchall()

    def differences(self) -> Iterator[Difference]:
        """Every row of every mart that is not on both engines, exactly."""
        for mart in self.columns("on_duckdb"):
            for one, other in (("on_duckdb", "on_postgres"), ("on_postgres", "on_duckdb")):
                found = self.rows(f"FROM {one}.marts.{mart} EXCEPT ALL FROM {other}.marts.{mart}")
                yield from (Difference(mart, one, row) for row in found)


def build_both(workspace: Workspace, *, as_of: date, models: Sequence[str] = ()) -> Both:
    """Receive what lies in a workspace and build it twice, as its runs would: all of it, or what is selected."""
    files = BuildFiles(workspace.warehouse / "inputs.duckdb", workspace.warehouse / "next.duckdb")
    schemas = BuildSchemas.of(workspace.config.tenant)
    workspace.warehouse.mkdir(parents=True)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        chart = [account[:4] for account in chart_of(workspace.config, workspace.root)]
        receive(connection, workspace, "run", chart=chart)
        keep_up(connection, workspace.config.tenant)
        extract_ledger(connection, workspace, "run")
        with files.loading() as inputs:
            load_raw(inputs, connection, workspace, Run("run", datetime.now(UTC), as_of))
            load_inputs(inputs, connection, schemas)
        connection.commit()
        _succeeded(build.build(files, models))
        _succeeded(building.build(connection, schemas, models))
        on_postgres = workspace.root / "on_postgres.duckdb"
        with duckdb.connect(str(on_postgres)) as marts:
            copy_marts(connection, schemas.marts, marts)
        schemas.drop(connection)
    files.inputs.unlink()
    return Both(files.marts.rename(workspace.root / "on_duckdb.duckdb"), on_postgres)


def _succeeded(outcomes: Sequence[NodeOutcome]) -> None:
    assert [node.unique_id for node in outcomes if node.status not in ("success", "pass")] == []
