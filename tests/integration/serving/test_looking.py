"""What an auditor without PostgreSQL uses: SQL on the published version, its export, and the chain of one payment."""

import hashlib
import json

import duckdb
import pytest

from tests.integration.serving.test_auditors import tieout
from tieout.errors import InputError

OVER_THE_LAKE = """
COPY marts.general_ledger TO '{lake}/lines.parquet';
DROP TABLE marts.general_ledger;
CREATE VIEW marts.general_ledger AS FROM read_parquet('{lake}/lines.parquet')
"""


@pytest.fixture(scope="module")
def acme(tenant_of):
    """A version whose general ledger is a view over the lake, as published ones are."""
    tenant = tenant_of("looked-at")
    lake = tenant.workspace.lake
    lake.mkdir(parents=True)
    tenant.publish("run-1", journals=24, after=OVER_THE_LAKE.format(lake=lake))
    return tenant


def ask(tenant, query):
    return json.loads(tieout("sql", query, "-w", str(tenant.workspace.root), "--json"))["rows"]


def test_sql_reads_marts_over_the_lake(acme):
    assert ask(acme, "SELECT sum(amount) AS total FROM general_ledger") == [{"total": "0"}]
    assert ask(acme, "DESCRIBE run")[0]["column_name"] == "tenant_id"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{root}/tieout.yml')",
        "SELECT * FROM read_text('{lake}/../../tieout.yml')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '{root}/tieout.yml'",
        "COPY (SELECT 1) TO '/tmp/serve-test.csv'",
        "COPY (SELECT 1) TO '{lake}/lines.parquet'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{lake}/lines.parquet'",
        "SELECT 1; COPY (SELECT 1) TO '{lake}/lines.parquet'",
        "ATTACH '{lake}/new.duckdb'",
        "ATTACH ':memory:' AS own",
        "EXPORT DATABASE '{lake}/all'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "PRAGMA profiling_output = '{lake}/lines.parquet'",
        "SELECT set_config('x', 'y', false)",
        "CREATE TABLE own AS SELECT 1",
        "CREATE TEMP TABLE own AS SELECT 1",
        "DELETE FROM exceptions",
        "UPDATE kpis SET value = 0",
        "CALL enable_logging(storage_path = '{lake}')",
        "FROM query('COPY (SELECT 1) TO ''{lake}/lines.parquet''')",
    ],
)
def test_sql_does_nothing_but_read_the_marts(acme, query):
    lake = acme.workspace.lake
    before = {path: path.read_bytes() for path in lake.rglob("*")}
    with pytest.raises(InputError) as raised:
        ask(acme, query.format(root=acme.workspace.root, lake=lake))
    assert "\n" not in str(raised.value)
    assert {path: path.read_bytes() for path in lake.rglob("*")} == before


def test_an_export_has_every_row_and_opens_without_the_workspace(acme, tmp_path):
    file = tmp_path / "export.duckdb"
    where = ("-w", str(acme.workspace.root))
    result = json.loads(tieout("export", "--tenant", "looked-at", "--to", str(file), *where, "--json"))
    (lines,) = ask(acme, "SELECT count(*) AS lines FROM general_ledger")
    away = acme.workspace.lake.rename(tmp_path / "lake")
    assert (result["run_id"], result["as_of"]) == ("run-1", "2026-03-31")
    assert result["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    with duckdb.connect(str(file), read_only=True) as opened:
        tables = dict(opened.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
        views = opened.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone()
        exported = opened.execute("SELECT count(*) FROM marts.general_ledger").fetchone()
    away.rename(acme.workspace.lake)
    assert exported == (lines["lines"],)
    assert views == (0,)
    assert (len(tables), sum(tables.values())) == (result["marts"], result["rows"])


def test_an_export_of_another_tenant_or_over_a_file_is_refused(acme, tmp_path):
    where = ("-w", str(acme.workspace.root))
    with pytest.raises(InputError, match="keeps the books of 'looked-at', not of 'globex'"):
        tieout("export", "--tenant", "globex", *where)
    (tmp_path / "taken.duckdb").write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        tieout("export", "--to", str(tmp_path / "taken.duckdb"), *where)
    with pytest.raises(InputError, match="would hide its schema"):
        tieout("export", "--to", str(tmp_path / "marts.duckdb"), *where)
    with pytest.raises(InputError, match="there is no folder"):
        tieout("export", "--to", str(tmp_path / "nowhere" / "x.duckdb"), *where)
    assert (tmp_path / "taken.duckdb").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if "half" in path.name] == []
