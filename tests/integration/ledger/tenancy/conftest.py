"""A PostgreSQL on TCP with passwords, as a company would run it: the ledger belongs to an ordinary login, not to a superuser."""

import shutil
import socket
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from ledger.proof.sealing import seal
from ledger.setup import sync_books
from ledger.tenancy import admit_auditor
from tieout.postgres.folders import folders_of
from tieout.postgres.migrations import migrate
from tieout.postgres.tenancy import enter
from tieout.workspace import Workspace

WORD = "s3cret-word"
CONFIG = """\
tenant: {tenant}
entities:
  - {{id: main, name: The books of {tenant}, currency: EUR}}
"""


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, login="postgres", database="books", port=None):
        return f"postgresql://{quote(login)}:{WORD}@127.0.0.1:{port or self.port}/{database}"

    def connect(self, login="postgres", database="books", **options):
        return psycopg.connect(self.url(login, database), **options)

    def administer(self, *statements, database="books"):
        with self.connect(database=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def make_login(self, login, attributes=""):
        self.administer(f"CREATE ROLE {login} LOGIN PASSWORD '{WORD}' {attributes}", database="postgres")

    def make_database(self, name, owner):
        self.administer(f"CREATE DATABASE {name} OWNER {owner}", database="postgres")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running_server():
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="tieout-tenancy-"))
    folder.chmod(0o755)
    folders = folders_of(folder / "data")
    folders.clear_half_made()
    secret = folder / "secret"
    secret.write_text(WORD)
    secret.chmod(0o644)
    made = folders.run(
        "initdb", "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "-D", str(folders.half_made)
    )
    assert made.returncode == 0, made.stderr
    control = ("-D", str(folders.half_made), "-w")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -k '{folders.half_made}' -c fsync=off"
    started = folders.run("pg_ctl", "start", *control, "-l", str(folders.log), "-o", options)
    assert started.returncode == 0, folders.log.read_text()
    yield Server(port)
    folders.run("pg_ctl", "stop", *control, "-m", "immediate")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server():
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def fresh_server():
    """One whose cluster has no role of ours yet."""
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def database_server(server):
    """A migrated ledger of the ordinary login `keeper`; `service` is the service's login, `alice` and `bob` are auditors."""
    server.make_login("keeper", "CREATEROLE")
    server.make_database("books", "keeper")
    with server.connect("keeper") as connection:
        migrate(connection)
    for login in ("service", "alice", "bob"):
        server.make_login(login)
    server.administer("GRANT tieout_app TO service")
    return server


@pytest.fixture
def keeper(database_server):
    with database_server.connect("keeper") as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def service(database_server):
    with database_server.connect("service") as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="session")
def workspace_of(tmp_path_factory):
    def make(tenant):
        root = tmp_path_factory.mktemp(tenant)
        (root / "tieout.yml").write_text(CONFIG.format(tenant=tenant))
        return Workspace.open(root)

    return make


@pytest.fixture(scope="session")
def neighbours(database_server, workspace_of):
    """Two tenants with the same chart, the same journal_id and every table filled; alice audits the first only."""
    with database_server.connect("keeper") as connection:
        for tenant in ("acme", "globex"):
            workspace = workspace_of(tenant)
            sync_books(connection, workspace.config, workspace.root)
            fill(connection, tenant)
        admit_auditor(connection, "acme", "alice")
        admit_auditor(connection, "globex", "bob")
    return "acme", "globex"


FILLING = """
UPDATE ledger.accounts SET currency = 'EUR', floor_amount = -1000000 WHERE account_code = '1110';
INSERT INTO ledger.requests (tenant_id, key, sha256, status, response, requested_by)
SELECT tenant_id, 'K1', sha256('x'), 201, 'answer to ' || tenant_id, 'key of ' || tenant_id FROM ledger.entities;
INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome) SELECT tenant_id, pending_no, 'voided' FROM ledger.pendings;
INSERT INTO ledger.fiscal_calendars (tenant_id, entity_id, kind, boundary, adjustment_period)
SELECT tenant_id, entity_id, 'month', '1 january', false FROM ledger.entities;
INSERT INTO ledger.periods (tenant_id, entity_id, period, fiscal_year, starts, ends, adjustment)
SELECT tenant_id, entity_id, '2025-12', 2025, '2025-12-01', '2025-12-31', false FROM ledger.entities;
INSERT INTO ledger.period_events (tenant_id, entity_id, action, period, by_whom)
SELECT tenant_id, entity_id, 'close', '2025-12', 'somebody' FROM ledger.entities;
INSERT INTO ledger.api_keys (tenant_id, key_id, sha256, name, scopes)
SELECT tenant_id, 'key_1', sha256(convert_to(tenant_id, 'UTF8')), 'till', '{read}' FROM ledger.entities
"""
SMALL_CHAPTERS = "SELECT ledger.fold(%s, 1, 2)"


def fill(connection, tenant):
    """One journal of the tenant's own words, and a row in every table that its opening leaves empty."""
    with connection.transaction():
        enter(connection, tenant)
        post_by_sql(connection, tenant, "J1")
        open_pending(connection, tenant, 10**9)
        connection.execute(FILLING)
    seal(connection, tenant)
    with connection.transaction():
        enter(connection, tenant)
        connection.execute(SMALL_CHAPTERS, (tenant,))


def open_pending(connection, tenant, number):
    """A pending of two lines within the caller's transaction."""
    connection.execute(
        "INSERT INTO ledger.pending_lines (tenant_id, pending_no, line_no, account_code, currency, amount, base_amount)"
        " VALUES (%(t)s, %(n)s, 1, '1000', 'EUR', 5, 5), (%(t)s, %(n)s, 2, '4000', 'EUR', -5, -5)",
        {"t": tenant, "n": number},
    )
    connection.execute(
        "INSERT INTO ledger.pendings (tenant_id, pending_no, pending_id, entity_id, base_currency, effective_date, expires_at)"
        " VALUES (%s, %s, %s, 'main', 'EUR', '2026-01-31', '2100-01-01')",
        (tenant, number, f"P{number}"),
    )


def post_by_sql(connection, tenant, journal_id, amount=1000):
    """A journal of two lines within the caller's transaction; its words name the tenant."""
    connection.execute(
        "WITH number AS MATERIALIZED (SELECT nextval('ledger.event_numbers') AS no), lines AS ("
        " INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
        " SELECT %(t)s, no, n, CASE n WHEN 1 THEN '1000' ELSE '4000' END, 'EUR',"
        " (3 - 2 * n) * %(a)s, (3 - 2 * n) * %(a)s FROM number, generate_series(1, 2) AS n)"
        " SELECT set_config('test.journal_no', no::text, true) FROM number",
        {"t": tenant, "a": amount},
    )
    connection.execute(
        "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date, description)"
        " VALUES (%(t)s, current_setting('test.journal_no')::bigint, %(j)s, 'main', 'EUR', '2026-01-31', 'words of ' || %(t)s)",
        {"t": tenant, "j": journal_id},
    )
