"""One server for all tests, with two tenants; each test posts under names of its own, for nothing can be taken away."""

import itertools
from dataclasses import dataclass

import httpx
import pytest

from ledger.client import Ledger
from ledger.setup import sync_books
from service.keys import create_key
from tests.support.ledger_server import LedgerServer, ledger_server
from tieout.postgres import connect
from tieout.workspace import Workspace

CONFIG = """\
tenant: acme
entities:
  - {id: de, name: Acme GmbH, currency: EUR}
  - {id: us, name: Acme Inc, currency: USD}
"""
RIVAL = "rival"
_NAMES = itertools.count(1)


@dataclass(frozen=True)
class Service:
    """The running server, its workspace, and a key for each way of looking at it."""

    server: LedgerServer
    workspace: Workspace
    keys: dict[str, str]

    @property
    def url(self):
        return self.server.url

    def http(self, key="admin", **options):
        headers = {"Authorization": f"Bearer {self.keys[key]}"} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, **options)

    def client(self, key="admin", **options):
        return Ledger(self.url, self.keys[key], **options)

    def connect(self):
        return connect(self.workspace)


@pytest.fixture(scope="session")
def served_workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("served")
    (root / "tieout.yml").write_text(CONFIG)
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, root)
        sync_books(connection, workspace.config.model_copy(update={"tenant": RIVAL}), root)
        yield workspace


@pytest.fixture(scope="session")
def keys(served_workspace):
    scopes = {scope: [scope] for scope in ("read", "post", "accounts", "close", "admin")}
    with connect(served_workspace) as connection:
        made = {name: create_key(connection, "acme", name, granted).token for name, granted in scopes.items()}
        return {**made, RIVAL: create_key(connection, RIVAL, "rival", ["admin"]).token}


@pytest.fixture(scope="session")
def service(served_workspace, keys, tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / "service.log"
    with ledger_server(served_workspace.root, log, "--rate", "100000", "--burst", "100000", "--upkeep", "2") as server:
        yield Service(server, served_workspace, keys)


@pytest.fixture(scope="session")
def http(service):
    with service.http() as client:
        yield client


@pytest.fixture(scope="session")
def ledger(service):
    with service.client() as client:
        yield client


@pytest.fixture
def journal():
    """Makes a balanced journal of a new name, as JSON has it."""

    def make(amount="10.00", **fields):
        lines = [{"account": "1000", "amount": amount}, {"account": "4000", "amount": f"-{amount}"}]
        return {
            "journal_id": f"J-{next(_NAMES)}",
            "entity": "de",
            "date": "2026-03-01",
            "lines": lines,
            **fields,
        }

    return make
