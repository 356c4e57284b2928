"""Behind PgBouncer in transaction mode, with one server connection for everybody, nobody finds another's tenant."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from itertools import cycle, islice
from pathlib import Path

import psycopg
import pytest

from tests.integration.ledger.tenancy.catalog import names
from tests.integration.ledger.tenancy.conftest import WORD, free_port, post_by_sql
from tests.support.debian import require
from tieout.postgres.tenancy import tenant_transaction

SETTINGS = """\
[databases]
books = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 1
max_client_conn = 20
"""


@pytest.fixture(scope="module")
def proxy(database_server):
    """The port of a PgBouncer; it refuses to be root, and then runs as nobody."""
    require("pgbouncer")
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="tieout-proxy-"))
    folder.chmod(0o755)
    (folder / "users").write_text(f'"service" "{WORD}"\n')
    (folder / "settings").write_text(SETTINGS.format(server=database_server.port, port=port, folder=folder))
    user = "nobody" if os.geteuid() == 0 else None
    with subprocess.Popen(["pgbouncer", "-q", "settings"], cwd=folder, user=user, stderr=subprocess.DEVNULL) as process:
        wait_for(port)
        yield port
        process.terminate()
    shutil.rmtree(folder)


def wait_for(port):
    for _ in range(100):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@pytest.fixture
def through_proxy(database_server, proxy, neighbours):
    """Makes a client's connection; prepared statements stay on the server connection, so clients do without."""
    with ExitStack() as opened:

        def connect(**options):
            made = psycopg.connect(database_server.url("service", port=proxy), prepare_threshold=None, **options)
            return opened.enter_context(closing(made))

        yield connect


def backend(connection):
    return names(connection, "SELECT pg_backend_pid()")[0]


def test_two_tenants_share_one_server_connection_and_neither_sees_the_other(neighbours, through_proxy):
    clients = [(tenant, through_proxy()) for tenant in neighbours]
    backends = set()
    for turn, (tenant, client) in enumerate(islice(cycle(clients), 20)):
        with tenant_transaction(client, tenant):
            backends.add(backend(client))
            post_by_sql(client, tenant, f"through the proxy {turn}")
            assert names(client, "SELECT DISTINCT tenant_id FROM ledger.journals") == [tenant]
            assert names(client, "SELECT DISTINCT description FROM ledger.journals WHERE description IS NOT NULL") == [
                f"words of {tenant}"
            ]
    assert len(backends) == 1


@pytest.mark.parametrize("ending", ["commit", "rollback", "failure"])
def test_the_next_client_on_the_server_connection_is_nobody(neighbours, through_proxy, ending):
    first, second = through_proxy(), through_proxy(autocommit=True)
    with suppress(psycopg.errors.DivisionByZero), tenant_transaction(first, "acme"):
        served_by = backend(first)
        if ending == "failure":
            first.execute("SELECT 1 / 0")
        if ending == "rollback":
            raise psycopg.Rollback
    assert backend(second) == served_by
    assert second.execute("SELECT current_user, current_setting('tieout.tenant', true)").fetchone() == ("service", "")
    assert names(second, "SELECT tenant_id FROM ledger.journals") == []
