"""What a build makes of the compiled project is what dbt itself makes of it; and dbt's own unit tests hold.

Matching is left out on both sides: dbt makes an empty table of links, for the rounds that fill it are run by Tieout.
"""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager

from tieout.postgres import connect
from warehouse import build as building
from warehouse.build import BuildFiles, build
from warehouse.dbt import invoke
from warehouse.previous import previous_decisions
from warehouse.raw import Run, load_raw

RUN = Run("20261031T000000-000000", datetime(2026, 10, 31, tzinfo=UTC), date(2026, 10, 31))
_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()
WHERE database_name = $version AND schema_name IN ('marts', 'state') ORDER BY table_name, column_index
"""


@pytest.fixture(scope="module")
def both(published, tmp_path_factory):
    """One build's inputs, built by dbt and by Tieout."""
    folder = tmp_path_factory.mktemp("same")
    by_dbt = BuildFiles(folder / "inputs_of_dbt.duckdb", folder / "by_dbt.duckdb")
    by_tieout = BuildFiles(folder / "inputs.duckdb", folder / "by_tieout.duckdb")
    with connect(published.workspace) as connection:
        previous = previous_decisions(published.workspace, connection)
        for files in (by_dbt, by_tieout):
            with files.loading() as inputs:
                load_raw(inputs, connection, published.workspace, RUN, previous)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIEOUT_BUILD_INPUTS", str(by_dbt.inputs))
        patch.setenv("TIEOUT_BUILD_MARTS", str(by_dbt.marts))
        result = invoke(["build", "--target", "duckdb", "--no-write-json"], folder / "dbt")
        DuckDBConnectionManager.close_all_connections()
        assert result.exception is None
        patch.setattr(building, "run_passes", lambda session, relation, sql: session.make_table(relation, sql))
        outcomes = build(by_tieout)
    versions = duckdb.connect()
    versions.execute("SET TimeZone = 'UTC'")
    for name, files in (("by_dbt", by_dbt), ("by_tieout", by_tieout)):
        versions.execute(f"ATTACH '{files.marts}' AS {name} (READ_ONLY)")
    yield SimpleNamespace(versions=versions, results=result.result, outcomes=outcomes)
    versions.close()


def test_every_table_has_the_same_columns(both):
    by_dbt, by_tieout = (
        both.versions.execute(_COLUMNS, {"version": name}).fetchall() for name in ("by_dbt", "by_tieout")
    )
    assert by_dbt
    assert by_dbt == by_tieout


def test_every_table_has_the_same_rows(both):
    tables = both.versions.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'by_dbt'"
        " UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views()"
        " WHERE database_name = 'by_dbt' AND schema_name IN ('marts', 'state')"
    ).fetchall()
    assert len(tables) > 40
    for one, other in (("by_dbt", "by_tieout"), ("by_tieout", "by_dbt")):
        rows = {table: _rows(both.versions, one, other, table) for (table,) in tables}
        assert {table: found for table, found in rows.items() if found} == {}


def _rows(versions, one, other, table):
    """Rows that one version has more often than the other; views of a version name its tables without its name."""
    read = {}
    for name in (one, other):
        versions.execute(f"SET search_path = '{name}.main'")
        versions.execute(f"CREATE OR REPLACE TEMP TABLE rows_{name} AS FROM {name}.{table}")
        read[name] = f"rows_{name}"
    return versions.execute(f"FROM {read[one]} EXCEPT ALL FROM {read[other]}").fetchall()


def test_every_test_has_the_same_outcome(both):
    by_dbt = {node.node.unique_id: str(node.status) for node in both.results}
    by_tieout = {node.unique_id: node.status for node in both.outcomes}
    assert len([name for name in by_tieout if name.startswith("test.")]) > 5
    assert {name: by_dbt[name] for name in by_tieout} == by_tieout


def test_dbts_unit_tests_hold(both):
    found = {node.node.unique_id: node for node in both.results if node.node.unique_id.startswith("unit_test.")}
    assert len(found) > 5
    assert {name: node.message for name, node in found.items() if str(node.status) != "pass"} == {}
