"""A published workspace, the embedded server, and a receiver on the loopback address."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.marts_fixture import CONFIG, make_workspace, publish
from tieout.postgres import connect
from tieout.workspace import Workspace

SHARED = "a shared word"


class Receiver:
    """A real HTTP server that keeps what it is sent and answers as it is told to, then 200."""

    def __init__(self) -> None:
        self.taken = []
        self.answers = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((dict(self.headers), body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    @property
    def digests(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace, and so one server, for all; each test is a tenant of its own."""
    root = make_workspace(tmp_path_factory.mktemp("digests"))
    publish(root)
    return root


class DigestEnv:
    """A tenant with its sinks; `publish` makes the next version, `digest` is what the sinks' folder holds."""

    def __init__(self, root: Path, tenant: str) -> None:
        self.root, self.tenant, self.number = root, tenant, 0
        self.emails = root / tenant

    def configure(self, *sinks: dict[str, object], **settings: object) -> Workspace:
        lines = CONFIG.replace("tenant: acme", f"tenant: {self.tenant}")
        (self.root / "tieout.yml").write_text(f"{lines}digest: {json.dumps({'sinks': sinks, **settings})}\n")
        return Workspace.open(self.root)

    def publish(self, after: str = "") -> None:
        self.number += 1
        publish(self.root, run_id=f"{self.tenant}-{self.number}", after=after)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with connect(Workspace.open(self.root)) as connection:
            return connection.execute(sql, {"tenant": self.tenant}).fetchall()


@pytest.fixture
def digest_env(workspace: Path, request: pytest.FixtureRequest) -> DigestEnv:
    made = DigestEnv(workspace, f"t{abs(hash(request.node.name)) % 10**9}")
    made.publish()
    return made
