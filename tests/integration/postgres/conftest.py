"""A PostgreSQL of somebody else's, with a password, on a TCP port of this machine: what TIEOUT_DATABASE_URL is for."""

import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.support.clusters import NEW_CLUSTERS
from tieout.postgres.folders import folders_of

WORD = "s3cret-word"


@pytest.fixture(autouse=True)
def every_cluster_is_made_by_initdb(monkeypatch):
    """Here the making of clusters is what is tested."""
    monkeypatch.delenv(NEW_CLUSTERS, raising=False)


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, password=WORD, database="postgres"):
        return f"postgresql://postgres:{password}@127.0.0.1:{self.port}/{database}"

    def connect(self):
        return psycopg.connect(self.url())


@pytest.fixture(scope="session")
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="tieout-other-"))
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


@pytest.fixture
def elsewhere(server, monkeypatch):
    """The book of record is that server for this test, and for the commands it starts."""
    monkeypatch.setenv("TIEOUT_DATABASE_URL", server.url())
    return server


def processes_of(data):
    """Command lines of servers that run on these data."""
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if f"-D {data}" in line or f"-D{data}" in line]
