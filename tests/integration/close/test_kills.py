"""A close that dies on its way leaves nothing behind: no lock, no seal, no closing journal."""

import threading
import time
from contextlib import closing

import psycopg

from reporting.close import CloseSession, close_events, prepare
from tieout.postgres import connect
from tieout.workspace import Workspace

WAITING = """
SELECT pid FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND query LIKE '%%INSERT INTO reporting.close_events%%' AND pid <> pg_backend_pid()
"""


def close_until_it_dies(session, deaths):
    try:
        prepare(session, "2026-01")
    except psycopg.OperationalError as error:
        deaths.append(error)


def wait_for_the_last_step(close_env):
    deadline = time.monotonic() + 30
    while not (found := close_env.rows(WAITING)):
        assert time.monotonic() < deadline, "the close never came to its last step"
        time.sleep(0.02)
    return found[0][0]


def test_a_close_that_is_killed_before_its_seal_is_given_leaves_no_trace(close_env, postgres_root):
    """The event is written last: a lock on its table stops the close there, and its server process is ended."""
    deaths = []
    dying = connect(Workspace.open(postgres_root))
    with closing(dying), closing(connect(Workspace.open(postgres_root))) as holding:
        holding.execute("LOCK TABLE reporting.close_events IN SHARE MODE")
        session = CloseSession(close_env.workspace, dying, None, "e", "ann")
        closer = threading.Thread(target=close_until_it_dies, args=(session, deaths))
        closer.start()
        close_env.rows("SELECT pg_terminate_backend(%(pid)s)", pid=wait_for_the_last_step(close_env))
        holding.rollback()
        closer.join()
    assert len(deaths) == 1
    assert close_env.locked() == []
    assert close_events(close_env.connection, close_env.tenant, "e") == []
    assert prepare(close_env.session("ann"), "2026-01").changed
