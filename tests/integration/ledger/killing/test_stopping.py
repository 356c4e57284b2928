"""SIGTERM in the worst moments: requests that wait for a lock, a log that nobody reads."""

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest

from tests.support.ledger_server import REPOSITORY, START

WAITING_FOR_A_LOCK = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PATIENCE_S = 30
PIPE_BYTES = 4096
LONGEST_LINE = 400
LONG_POLLS = 60


def test_a_stop_answers_every_request_that_it_had_received(scene):
    """A lock holds all writers up; the requests are in the service, and are answered after the stop began."""
    asked = [asking.next() for asking in scene.load.asking for _ in range(3)]
    scene.load.asked += asked
    connections = [scene.load.connection() for _ in asked]
    with scene.connection() as holder:
        holder.execute("LOCK TABLE ledger.requests IN EXCLUSIVE MODE")
        for connection, one in zip(connections, asked, strict=True):
            scene.load.begin(connection, one)
        assert scene.healthy()
        until(lambda: holder.execute(WAITING_FOR_A_LOCK).fetchone()[0] >= 2)
        scene.server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        holder.rollback()
        statuses = [scene.load.finish(connection, one) for connection, one in zip(connections, asked, strict=True)]
        assert scene.server.process.wait(PATIENCE_S) == 0
    assert {*statuses} <= {200, 201}
    scene.start()
    assert scene.differences() == []


@pytest.fixture
def unread(scene):
    """A second service, whose log goes into a pipe that is full after a few lines."""
    command = [sys.executable, "-c", START, "serve", "-w", str(scene.root), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(command, cwd=scene.root, env=environment, stderr=subprocess.PIPE)
    fcntl.fcntl(process.stderr, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    yield process
    process.kill()
    process.communicate()


def test_a_stop_while_a_line_is_being_logged_is_a_stop(scene, unread):
    """The signal comes while the service waits for room in its log; it stops as soon as somebody reads it."""
    port = json.loads(unread.stderr.readline())["port"]
    url = f"http://127.0.0.1:{port}/v1/events"
    query = {"after": 2**61, "wait": 2}

    def poll(_):
        with suppress(httpx.TransportError):
            httpx.get(url, params=query, headers=scene.load.headers, timeout=PATIENCE_S)

    with ThreadPoolExecutor(LONG_POLLS) as threads:
        polling = threads.map(poll, range(LONG_POLLS))
        until(lambda: bytes_in(unread.stderr) > PIPE_BYTES - LONGEST_LINE)
        time.sleep(0.5)
        unread.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        _, log = unread.communicate(timeout=PATIENCE_S)
        list(polling)
    assert unread.returncode == 0
    assert b'"stopped"' in log


def bytes_in(pipe):
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


def until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
