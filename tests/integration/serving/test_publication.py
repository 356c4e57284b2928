"""Published marts in PostgreSQL: the same rows as in the DuckDB version, replaced for one tenant at once."""

from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import psycopg
import pytest
from psycopg import sql

from expectations import CheckResult, Outcome
from tieout.postgres import connect
from tieout.postgres.tenancy import enter
from tieout.published import open_published
from warehouse.serving import publish_schema, published_run, shape
from warehouse.serving.replacing import replace_rows
from warehouse.serving.shape import relations
from warehouse.serving.staging import copy_marts, stage

SOME_HARD_VALUES = """
UPDATE marts.general_ledger SET description = CASE line_no WHEN 1 THEN '' WHEN 2 THEN 'a "quote", a comma' || chr(10) || 'é' END,
    amount = CASE WHEN journal_id = 'J-SUSPENSE' THEN 12345678901234567890123456789.123456789 ELSE amount END;
"""


def test_every_mart_has_the_same_rows_and_columns_as_the_duckdb_version(tenant_of):
    acme = tenant_of("acme")
    acme.publish("run-1", after=SOME_HARD_VALUES)
    assert acme.serve() == ["PostgreSQL serves run run-1"]
    with open_published(acme.workspace) as marts:
        marts.execute("SET TimeZone = 'UTC'")
        names = [name for (name,) in marts.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        assert len(names) >= 16
        for mart in names:
            theirs = marts.execute(f"FROM marts.{mart} ORDER BY ALL").fetchall()
            columns = [column[0] for column in marts.description]
            order = ", ".join(f"{number} NULLS LAST" for number in range(1, len(columns) + 1))
            ours = acme.rows(f"SELECT {', '.join(columns)} FROM marts.{mart} ORDER BY {order}")
            assert ours == theirs, mart
            with connect(acme.workspace) as connection:
                assert list(relations(connection, "marts")[mart]) == columns


def test_a_tenant_sees_its_own_rows_and_a_session_without_one_nothing(tenant_of, database_server):
    acme, globex = tenant_of("acme"), tenant_of("globex")
    acme.publish("run-a", journals=12)
    globex.publish("run-g", journals=48)
    acme.serve(), globex.serve()
    assert acme.rows("SELECT DISTINCT run_id FROM marts.run") == [("run-a",)]
    assert globex.rows("SELECT DISTINCT run_id FROM marts.run") == [("run-g",)]
    counts = [tenant.rows("SELECT count(*) FROM marts.general_ledger")[0][0] for tenant in (acme, globex)]
    assert counts[0] < counts[1]
    with database_server.connect("keeper") as nobody:
        assert nobody.execute("SELECT count(*) FROM marts.general_ledger").fetchone() == (0,)
        assert nobody.execute("SELECT count(*) FROM published.publications").fetchone() == (0,)


def test_a_reader_has_the_old_version_until_all_of_the_new_one_is_there(tenant_of):
    acme = tenant_of("reader")
    acme.publish("run-1", journals=12)
    acme.serve()
    before = acme.rows("SELECT (SELECT run_id FROM marts.run), count(*) FROM marts.general_ledger")
    version = acme.publish("run-2", journals=36)
    with connect(acme.workspace) as connection, connection.transaction():
        replace_rows(connection, acme.name, stage(connection, version))
        assert acme.rows("SELECT (SELECT run_id FROM marts.run), count(*) FROM marts.general_ledger") == before
    assert acme.rows("SELECT run_id FROM marts.run") == [("run-2",)]
    assert acme.rows("SELECT count(*) FROM marts.general_ledger") != [before[0][1:]]


def test_a_publication_that_fails_half_way_leaves_the_old_version(tenant_of):
    acme = tenant_of("halfway")
    acme.publish("run-1")
    acme.serve()
    acme.publish("run-2", after="UPDATE marts.kpis SET label = 'broken' || chr(0)")
    assert acme.serve() == [
        'PostgreSQL does not serve run run-2 yet: invalid byte sequence for encoding "UTF8": 0x00: the next run tries again'
    ]
    assert acme.rows("SELECT run_id FROM marts.run") == [("run-1",)]


def test_a_server_that_is_away_keeps_no_version_back_and_the_next_run_serves_it(tenant_of, home, monkeypatch):
    acme = tenant_of("away", place="SERVING_URL")
    acme.publish("run-1")
    monkeypatch.setenv("SERVING_URL", "postgresql://keeper:secret-word@127.0.0.1:9/books")
    (message,) = acme.serve()
    assert message.startswith(
        "PostgreSQL does not serve run run-1 yet: PostgreSQL at 127.0.0.1:9/books does not answer"
    )
    assert "secret-word" not in message
    assert "\n" not in message
    monkeypatch.setenv("SERVING_URL", home.url("keeper"))
    assert acme.serve() == ["PostgreSQL serves run run-1"]
    assert acme.serve() == []


def test_a_variable_that_is_not_set_is_reported(tenant_of):
    acme = tenant_of("unset", place="NO_SUCH_VARIABLE")
    acme.publish("run-1")
    assert "the environment variable NO_SUCH_VARIABLE is not set" in acme.serve()[0]


def test_another_database_than_the_books_own_can_serve(tenant_of, home, monkeypatch):
    home.make_database("elsewhere", "keeper")
    monkeypatch.setenv("SERVING_URL", home.url("keeper", "elsewhere"))
    acme = tenant_of("two-places", place="SERVING_URL")
    acme.publish("run-1")
    acme.serve()
    with home.connect("keeper", "elsewhere") as connection:
        assert published_run(connection, acme.name) == "run-1"
    with connect(acme.workspace) as connection:
        assert published_run(connection, acme.name) is None


def test_tables_and_views_follow_the_contract_and_other_tenants_keep_their_rows(tenant_of):
    acme, globex = tenant_of("new-shape"), tenant_of("old-shape")
    for tenant in (acme, globex):
        tenant.publish("run-1")
        tenant.serve()
    acme.publish(
        "run-2",
        after="""CREATE TABLE marts.novelty AS SELECT 'new-shape' AS tenant_id, 1.5::DECIMAL(38, 9) AS value;
        ALTER TABLE marts.kpis ADD COLUMN basis VARCHAR; UPDATE marts.kpis SET basis = 'cash';
        ALTER TABLE marts.kpis DROP COLUMN definition;
        CREATE OR REPLACE TABLE marts.matches AS SELECT * REPLACE (difference::VARCHAR AS difference) FROM marts.matches;
        DROP TABLE marts.refused_rows""",
    )
    assert acme.serve() == ["PostgreSQL serves run run-2"]
    assert acme.rows("SELECT value FROM marts.novelty") == [(Decimal("1.500000000"),)]
    assert acme.rows("SELECT DISTINCT basis FROM marts.kpis") == [("cash",)]
    assert acme.rows("SELECT count(*) FROM marts.refused_rows") == [(0,)]
    assert globex.rows("SELECT DISTINCT basis FROM marts.kpis") == [(None,)]
    assert globex.rows("SELECT count(*) > 0 FROM marts.refused_rows") == [(True,)]
    assert globex.rows("SELECT DISTINCT pg_typeof(difference)::text FROM marts.matches") == [("text",)]
    with pytest.raises(psycopg.errors.UndefinedColumn):
        acme.rows("SELECT definition FROM marts.kpis")
    globex.publish("run-2")
    globex.serve()
    assert globex.rows("SELECT count(definition) > 0 FROM marts.kpis") == [(True,)]


def test_a_long_query_is_not_waited_for_when_a_table_must_change(tenant_of, monkeypatch):
    acme = tenant_of("patient")
    acme.publish("run-1")
    acme.serve()
    monkeypatch.setattr(shape, "_PATIENCE", "100ms")
    acme.publish("run-2", after="ALTER TABLE marts.kpis ADD COLUMN weight BIGINT")
    with connect(acme.workspace) as reader:
        reader.execute("SELECT count(*) FROM marts.kpis")
        assert "are in use: try again when long queries have ended: the next run tries again" in acme.serve()[0]
    assert acme.serve() == ["PostgreSQL serves run run-2"]


def test_every_published_table_is_isolated_and_shown_with_its_readers_rights(tenant_of):
    acme = tenant_of("isolated")
    acme.publish("run-1")
    acme.serve()
    with connect(acme.workspace) as connection:
        tables = connection.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity, (SELECT attnotnull FROM pg_attribute"
            " WHERE attrelid = pg_class.oid AND attname = 'tenant_id') FROM pg_class"
            " WHERE relnamespace = 'published'::regnamespace AND relkind = 'r'"
        ).fetchall()
        views = connection.execute(
            "SELECT relname, 'security_invoker=true' = ANY (reloptions) FROM pg_class"
            " WHERE relnamespace = 'marts'::regnamespace"
        ).fetchall()
    assert {mart for mart, _ in views} | {"publications"} == {table for table, *_ in tables}
    assert [table for table, *right in tables if right != [True, True]] == []
    assert [view for view, right in views if right is not True] == []


def test_rows_are_the_publishers_whatever_a_build_says(tenant_of):
    acme, globex = tenant_of("honest"), tenant_of("forger")
    acme.publish("run-1")
    acme.serve()
    before = acme.rows("SELECT count(*) FROM marts.general_ledger")
    globex.publish("run-1", after="UPDATE marts.general_ledger SET tenant_id = 'honest'")
    globex.serve()
    assert acme.rows("SELECT count(*) FROM marts.general_ledger") == before
    assert globex.rows("SELECT DISTINCT tenant_id FROM marts.general_ledger") == [("forger",)]


def test_a_build_in_postgresql_is_completed_and_published(tenant_of):
    acme = tenant_of("built-here")
    version = acme.publish("run-9", after="DROP TABLE marts.audit_results")
    result = CheckResult("ledger", "claim", "kpis", blocking=True, outcome=Outcome.PASSED, observed="", description="")
    with connect(acme.workspace) as connection:
        connection.execute("CREATE SCHEMA build_here_marts")
        connection.commit()
        copy_marts(connection, version, "build_here_marts")
        published_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
        publish_schema(
            connection,
            tenant=acme.name,
            built="build_here_marts",
            run_id="run-9",
            results=[result],
            published_at=published_at,
        )
        assert published_run(connection, acme.name) == "run-9"
    assert acme.rows("SELECT published_at FROM marts.run") == [(published_at,)]
    assert acme.rows("SELECT expectation, outcome FROM marts.audit_results") == [("claim", "passed")]
    with duckdb.connect(str(version)) as marts:
        (lines,) = marts.execute("SELECT count(*) FROM marts.general_ledger").fetchone()
    assert acme.rows("SELECT count(*) FROM marts.general_ledger") == [(lines,)]


def test_many_tenants_share_the_tables_and_each_finds_its_own_by_its_index(tenant_of, database_server):
    acme = tenant_of("one-of-many")
    acme.publish("run-1")
    acme.serve()
    with connect(acme.workspace) as connection:
        for number in range(100):
            with connection.transaction():
                enter(connection, f"tenant-{number}")
                connection.execute(
                    "INSERT INTO published.run (tenant_id, run_id) SELECT %s, 'run-' || n FROM generate_series(1, 20) AS n",
                    (f"tenant-{number}",),
                )
        connection.execute("ANALYZE published.run")
        connection.commit()
        with connection.transaction():
            enter(connection, "tenant-77")
            assert connection.execute("SELECT count(*), min(tenant_id) FROM marts.run").fetchone() == (20, "tenant-77")
            plan = connection.execute(sql.SQL("EXPLAIN SELECT * FROM marts.run")).fetchall()
    assert "Index" in str(plan)
