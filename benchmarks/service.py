"""What a durable posting costs over HTTP, against an authenticated POST that does nothing, on the same server.

One server process, one client process, 32 keep-alive sockets with one request under way on each. Every posting is one
journal of two lines under its own id, answered after its commit is on disk (fsync on).
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Figure
from benchmarks.http_load import Load, Plan
from ledger.setup import sync_books
from service.keys import create_key
from tieout.postgres import connect
from tieout.workspace import Workspace

SOCKETS = 32
WARM_UP = 2_000
PROMISED_SHARE = 0.5
_CONFIG = "tenant: bench\nentities: [{id: bench, name: Bench, currency: EUR}]\n"
_SERVE = "from cli.ledger import commands; commands()"
_NO_LIMIT = ("--rate", "1000000", "--burst", "1000000")
_OK, _CREATED = 200, 201
_START_S = 60


def run(bench: Bench) -> list[Figure]:
    """The same number of requests of each kind, after a warm-up of both."""
    root = bench.folder / "service"
    root.mkdir()
    (root / "tieout.yml").write_text(_CONFIG, encoding="utf-8")
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        token = create_key(connection, "bench", "bench", ["post"]).token
        connection.commit()
        with _serving(root) as port:
            pings, posts = _measured(port, token, bench.journals)
    return _figures(pings, posts)


def _measured(port: int, token: str, requests: int) -> tuple[Load, Load]:
    def ping(count: int) -> Load:
        return _load(Plan(port, token, "/v1/ping", _OK, count, SOCKETS, None))

    def post(count: int, first: int) -> Load:
        return _load(Plan(port, token, "/v1/journals", _CREATED, count, SOCKETS, first))

    ping(WARM_UP)
    post(WARM_UP, 0)
    return ping(requests), post(requests, WARM_UP)


def _figures(ping: Load, post: Load) -> list[Figure]:
    return [
        Figure("authenticated POST that does nothing", ping.rate, "/s"),
        Figure("its p50", ping.p50_ms, "ms"),
        Figure("its p99", ping.p99_ms, "ms"),
        Figure("single postings, each durable", post.rate, "/s"),
        Figure("their p50", post.p50_ms, "ms"),
        Figure("their p99", post.p99_ms, "ms"),
        Figure("doing nothing, of posting", ping.rate / post.rate, "×", limit=1 / PROMISED_SHARE),
        Figure("answers that were errors", float(ping.errors + post.errors), "", limit=0),
    ]


def _load(plan: Plan) -> Load:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.http_load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(*json.loads(done.stdout))


@contextmanager
def _serving(root: Path) -> Iterator[int]:
    """The service in its own process; its port."""
    log = root / "service.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", _SERVE, "serve", "-w", str(root), "--port", "0", *_NO_LIMIT]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        yield _port(log)
    finally:
        process.terminate()
        process.wait()


def _port(log: Path) -> int:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        for line in log.read_text(encoding="utf-8").splitlines():
            if '"listening"' in line:
                return int(json.loads(line)["port"])
        time.sleep(0.1)
    raise TimeoutError(f"the service did not start: {log.read_text(encoding='utf-8')[-2000:]}")
