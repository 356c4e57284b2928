"""PostgreSQL stays away for a while: the service says so, and goes on by itself when it is back."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.integration.ledger.killing.requests import Asking

ANSWERED_S = 15
ASKING = 12


def test_while_postgresql_cannot_start_every_request_is_answered_503_and_then_all_goes_on(scene):
    """Its configuration is taken away before it is killed, and brought back: no restart of the service."""
    asking = Asking("absent", 1)
    asked = [asking.next() for _ in range(ASKING)]
    scene.load.asked += asked
    settings = scene.workspace.postgres_dir.resolve() / "postgresql.conf"
    settings.rename(hidden := settings.with_suffix(".hidden"))
    scene.kill_cluster()
    try:
        with ThreadPoolExecutor(ASKING) as threads:
            began = time.monotonic()
            statuses = [*threads.map(lambda one: scene.load.send(scene.load.connection(), one), asked)]
            took = time.monotonic() - began
        with httpx.Client(base_url=scene.server.url) as http:
            assert http.get("/healthz").status_code == 200
    finally:
        hidden.rename(settings)
    assert {*statuses} == {503}
    assert took < ANSWERED_S
    scene.load.repeat(asked)
    assert scene.differences() == []
