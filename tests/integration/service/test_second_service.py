"""A further service needs the room `service` and nothing of the ledger's: the example of its docstring, as a process."""

import os
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass

import httpx
import pytest

import service
from service.keys import create_key, revoke_key
from service.settings import KEY_CACHE_SECONDS
from tests.support.ledger_server import PATIENCE_S, REPOSITORY, LedgerServer, address_of
from tieout.postgres import connect
from tieout.workspace import Workspace

CONFIG = "tenant: acme\nentities: [{id: de, name: Acme GmbH, currency: EUR}]\n"
TENANT = "INSERT INTO ledger.tenants (tenant_id) VALUES ('acme')"
EXAMPLE = textwrap.dedent(service.__doc__.partition("# greeter.py\n")[2].partition("\nProblems of its own")[0])
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Greeter:
    """The running service, a key that may read, and one that may not."""

    server: LedgerServer
    reader: str
    poster: str

    def get(self, path, key=None):
        return httpx.get(f"{self.server.url}{path}", headers={"Authorization": f"Bearer {key or self.reader}"})


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("greeter")
    (root / "tieout.yml").write_text(CONFIG)
    return Workspace.open(root)


@pytest.fixture(scope="module")
def keys(workspace):
    with connect(workspace) as connection:
        connection.execute("SELECT set_config('tieout.tenant', 'acme', false)")
        connection.execute(TENANT)
        connection.commit()
        yield {scope: create_key(connection, "acme", scope, [scope]).token for scope in ("read", "post")}


def start(workspace, folder):
    """The example as it stands, with no line of ours in it."""
    (folder / "greeter.py").write_text(EXAMPLE)
    log = folder / "greeter.log"
    program = f"from greeter import main; main({str(workspace.root)!r})"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=output,
            stderr=output,
        )
    return LedgerServer(process, log, address_of(process, log))


@pytest.fixture(scope="module")
def greeter(workspace, keys, tmp_path_factory):
    server = start(workspace, tmp_path_factory.mktemp("process"))
    yield Greeter(server, keys["read"], keys["post"])
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait(PATIENCE_S)


def test_the_example_imports_nothing_of_the_ledger(tmp_path):
    (tmp_path / "greeter.py").write_text(EXAMPLE)
    program = "import greeter, sys; print(*[name for name in sys.modules if name.split('.')[0] == 'ledger'])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_its_own_route_answers_in_the_name_of_the_keys_tenant(greeter):
    answer = greeter.get("/v1/greetings/Ada")
    assert (answer.status_code, answer.json()) == (200, {"greeting": "acme greets Ada"})


def test_its_refusals_are_problems(greeter):
    cases = [
        (greeter.get("/v1/greetings/nobody"), 404, "not-found"),
        (greeter.get("/v1/greetings/Ada", greeter.poster), 403, "scope-missing"),
        (greeter.get("/v1/greetings/Ada", "no key"), 401, "unauthorized"),
        (greeter.get("/v1/greetings/Ada?loud=yes"), 422, "invalid-request"),
        (greeter.get("/v1/journals"), 404, "not-found"),
    ]
    for answer, status, slug in cases:
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM), answer.text
        assert answer.json()["type"] == f"urn:tieout:problem:{slug}"


def test_health_readiness_metrics_and_the_contract_are_there(greeter):
    def get(path):
        return httpx.get(f"{greeter.server.url}{path}")

    assert get("/healthz").json() == {"status": "ok"}
    assert get("/readyz").json() == {"status": "ready"}
    greeter.get("/v1/greetings/Ada")
    assert 'tieout_http_requests_total{method="GET",route="/v1/greetings/{name}",status="200"}' in get("/metrics").text
    contract = get("/openapi.json").json()
    assert contract["info"]["title"] == "Greeter"
    described = contract["paths"]["/v1/greetings/{name}"]["get"]["responses"]
    assert {"200", "401", "403", "404", "422", "429"} <= described.keys()
    assert "Greeting" in contract["components"]["schemas"]


def test_the_ledgers_keys_open_it_until_they_are_revoked(greeter, workspace):
    with connect(workspace) as connection:
        made = create_key(connection, "acme", "short-lived", ["read"])
        connection.commit()
        assert greeter.get("/v1/greetings/Ada", made.token).status_code == 200
        revoke_key(connection, "acme", made.key_id)
        connection.commit()
    time.sleep(KEY_CACHE_SECONDS)
    assert greeter.get("/v1/greetings/Ada", made.token).status_code == 401


def test_it_stops_gracefully(greeter):
    assert greeter.server.stop() == 0
    events = [line["event"] for line in greeter.server.lines]
    assert [event for event in events if event != "request"] == ["listening", "stopping", "stopped"]
