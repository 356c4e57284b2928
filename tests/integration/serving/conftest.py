"""A PostgreSQL on TCP with passwords, whose Tieout database belongs to an ordinary login: nobody passes by the policies."""

from dataclasses import dataclass

import pytest

from tests.integration.ledger.tenancy.conftest import Server, running_server
from tests.support.marts_fixture import publish
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.serving import serve_after_run

CONFIG = """\
tenant: {tenant}
entities:
  - {{id: acme-de, name: Acme GmbH, currency: EUR}}
  - {{id: acme-us, name: Acme Inc, currency: USD}}
publish: {{postgres: {place}}}
"""


@pytest.fixture(scope="session")
def database_server():
    """`keeper` owns the database `books` and may make roles."""
    with running_server() as server:
        server.make_login("keeper", "CREATEROLE")
        server.make_database("books", "keeper")
        yield server


@pytest.fixture(scope="module")
def home(database_server: Server):
    """The workspaces' own database is on this server, for a module's tests and the commands they start."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TIEOUT_DATABASE_URL", database_server.url("keeper"))
        yield database_server


@dataclass(frozen=True)
class Tenant:
    """One workspace whose versions PostgreSQL serves."""

    workspace: Workspace

    @property
    def name(self):
        return self.workspace.config.tenant

    def publish(self, run_id, *, journals=24, after=""):
        """Publish a DuckDB version, as a run would."""
        return publish(self.workspace.root, run_id=run_id, journals=journals, after=after)

    def serve(self):
        return serve_after_run(self.workspace)

    def rows(self, query, *values):
        """Ask the published views as this tenant."""
        with connect(self.workspace) as connection:
            connection.execute("SELECT set_config('tieout.tenant', %s, false)", (self.name,))
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def tenant_of(home, tmp_path_factory):
    """Makes a tenant's workspace."""

    def make(name, place="database"):
        root = tmp_path_factory.mktemp(name)
        (root / ".tieout" / "warehouse").mkdir(parents=True)
        (root / "tieout.yml").write_text(CONFIG.format(tenant=name, place=place))
        return Tenant(Workspace.open(root))

    return make
