"""PostgreSQL recovers from a crash by itself; whoever ends or comes meanwhile finds the book again.

A fast stop that meets PostgreSQL 18 between its crash and the end of its recovery is never completed: the server neither
stops nor answers, and only an immediate stop ends it.
"""

import os
import signal
import time

import pytest

from ledger.posting import post
from ledger.requests import JournalRequest
from tests.integration.ledger.killing.requests import Asking, body
from tests.integration.ledger.killing.scene import RECOVERY_S, TENANT
from tieout.postgres import connect
from tieout.postgres.embedded import EmbeddedServer

REINITIALIZING = "all server processes terminated; reinitializing"
TO_BE_REDONE = "CREATE TABLE filler AS SELECT generate_series(1, 200000) AS number"


@pytest.fixture
def recovering(place):
    """The embedded server at the beginning of its recovery; it has some work before it. Who comes back finds a posting."""
    journal_id, content = Asking(f"recovering-{time.monotonic_ns()}", 1).journal()
    connection = connect(place.workspace)
    server = EmbeddedServer.of(place.workspace.postgres_dir)
    connection.execute("DROP TABLE IF EXISTS filler")
    connection.execute(TO_BE_REDONE)
    connection.commit()
    post(connection, TENANT, [JournalRequest.model_validate(body(journal_id, content))])
    before = server.folders.log.read_text().count(REINITIALIZING)
    os.kill(connection.info.backend_pid, signal.SIGKILL)
    deadline = time.monotonic() + RECOVERY_S
    while server.folders.log.read_text().count(REINITIALIZING) == before:
        assert time.monotonic() < deadline
    yield server
    with place.connection() as again:
        found = again.execute("SELECT count(*) FROM ledger.journals WHERE journal_id = %s", (journal_id,)).fetchone()
    assert found == (1,)


def test_the_last_user_who_leaves_during_recovery_leaves_a_book_that_opens(place, recovering):
    recovering.release()
    assert opens_within(place, 30)


def test_a_server_that_hangs_in_stopping_is_started_again(place, recovering):
    """As when the command that stopped it was killed."""
    recovering.folders.run("pg_ctl", "-D", str(recovering.folders.data), "stop", "-m", "fast", "-W")
    assert opens_within(place, 30)


def opens_within(place, seconds):
    began = time.monotonic()
    with place.connection() as connection:
        connection.execute("SELECT 1")
    return time.monotonic() - began < seconds
