"""A service on an embedded PostgreSQL of its own, and the means to kill either."""

import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ledger.setup import sync_books
from service.keys import create_key
from tests.integration.ledger.killing.comparison import differences
from tests.integration.ledger.killing.load import Load
from tests.support.ledger_server import ledger_server
from tieout.postgres import connect
from tieout.postgres.embedded import EmbeddedServer
from tieout.workspace import Workspace

CONFIG = """\
tenant: acme
entities:
  - {id: de, name: Acme GmbH, currency: EUR}
"""
TENANT = "acme"
RECOVERY_S = 60
WRITER = "ledger.service.writer"
NO_LIMIT = ("--rate", "100000", "--burst", "100000")


class Scene:
    """One workspace, its service on one port for ever, and the load on it."""

    def __init__(self, root, seed):
        self.root = root
        (root / "tieout.yml").write_text(CONFIG)
        self.workspace = Workspace.open(root)
        with self.connection() as connection:
            sync_books(connection, self.workspace.config, root)
            key = create_key(connection, TENANT, "load", ["admin"]).token
        self.port = _free_port()
        self.load = Load(self.port, key, seed)
        self.server = None
        self._lives = ExitStack()

    @contextmanager
    def connection(self):
        """From this process, which gives the server back after it: the service is its only lasting user."""
        try:
            with connect(self.workspace) as connection:
                yield connection
        finally:
            EmbeddedServer.of(self.workspace.postgres_dir).release()

    def start(self):
        log = self.root / f"service-{time.monotonic_ns()}.log"
        server = ledger_server(self.root, log, "--port", str(self.port), *NO_LIMIT)
        self.server = self._lives.enter_context(server)

    def close(self):
        self._lives.close()

    def differences(self):
        with self.connection() as connection:
            return differences(connection, TENANT, self.load.asked)

    def kill_service(self):
        self.server.process.kill()
        self.server.process.wait()

    def kill_writer(self, chance):
        """One of the processes that commit postings for the service."""
        _kill(chance.choice([pid for pid, title in _children(self.server.process.pid) if WRITER in title]))

    def stop_service(self):
        return self.server.stop(signal.SIGTERM)

    @property
    def postmaster(self):
        """Its id: of this workspace's server only, as the kernel's own list of processes confirms."""
        data = self.workspace.postgres_dir.resolve()
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        assert os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return pid

    def healthy(self):
        """Whether the event loop turns; then it has read, too, whatever was sent before."""
        connection = self.load.connection()
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        connection.close()
        return answer.status == 200

    def backends(self):
        """Those that serve connections."""
        return [pid for pid, title in _children(self.postmaster) if title.startswith("postgres: postgres postgres")]

    def kill_cluster(self):
        """The postmaster and all its children, before one of them can notice that another died."""
        postmaster = self.postmaster
        _kill(postmaster, *(pid for pid, _ in _children(postmaster)))

    def kill_postmaster(self):
        """Alone: its children go on until they notice."""
        _kill(self.postmaster)

    def kill_backend(self, chance):
        """One: PostgreSQL then ends all others and recovers by itself."""
        _kill(chance.choice(self.backends()))

    def until_acknowledged(self, more):
        """Wait until the service acknowledged that many requests more."""
        expected = self.load.acknowledged + more
        deadline = time.monotonic() + RECOVERY_S
        while self.load.acknowledged < expected:
            assert time.monotonic() < deadline, f"nothing is acknowledged for {RECOVERY_S} s: {self.load.outcomes}"
            time.sleep(0.005)


def _kill(*pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _children(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return [(int(line.split(maxsplit=1)[0]), line.split(maxsplit=1)[1]) for line in listed.splitlines()]


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
