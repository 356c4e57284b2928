"""`kill -9` at any moment, of a run or of its database: what is published stays, and the next run ends as if nothing had been."""

import os
import random
import signal
import time

import pytest

from tests.integration.pipeline.conftest import RECONCILED, reconciled
from tests.integration.pipeline.house import postgres_processes
from tests.integration.pipeline.waiting import until_it_says
from tests.support.rounds import SEED, rounds
from tieout.postgres import connect

MOMENTS = (
    ("reading the inboxes", 0.05),
    ("matching and building", 1.5),
    ("auditing", 0.2),
    ("publishing", 0.02),
)


def test_a_run_killed_at_any_moment_leaves_what_is_published(crashed):
    empty = crashed.version()
    for words, delay in MOMENTS:
        process = crashed.start("run")
        until_it_says(process, words)
        time.sleep(delay)
        process.kill()
        process.communicate()
        published = crashed.version()
        assert published == empty or words == "publishing"
        assert crashed.sql("SELECT count(*) FROM run") == [(1,)]
    assert reconciled(crashed.run()) == RECONCILED
    crashed.rest()
    assert crashed.sql("SELECT source, count(*) FROM statement_lines GROUP BY 1 ORDER BY 1") == [
        ("bank", 3),
        ("giro", 2),
        ("stripe", 2),
    ]
    assert postgres_processes(crashed.root) == []


def test_a_database_killed_under_a_run_is_one_line_and_the_next_run_completes(crashed):
    crashed.bank("after the crash", ("B20", 22, "1.00"))
    before = crashed.version()
    process = crashed.start("run")
    until_it_says(process, "matching and building")
    os.kill(postmaster(crashed), signal.SIGKILL)
    out, err = process.communicate(timeout=100)
    assert (process.returncode, out) == (3, "")
    assert "Traceback" not in err
    assert "went away during the run" in err
    assert crashed.version() == before
    assert crashed.run()["status"] == "published"
    crashed.rest()
    assert crashed.sql("SELECT line_ref FROM statement_lines WHERE line_ref = 'B20'") == [("B20",)]


def test_a_database_killed_between_commands_is_started_again(crashed):
    with connect(crashed.workspace):
        os.kill(postmaster(crashed), signal.SIGKILL)
        done = crashed.tieout("post", str(crashed.root / "postings/january.csv"))
    assert done.returncode == 0, done.stderr
    assert "4 already posted" in done.stdout
    assert "had been killed; starting it again" in done.stderr


def postmaster(house):
    """The id of the workspace's server, as it wrote it itself."""
    return int((house.root / ".tieout/postgres/postmaster.pid").read_text().split()[0])
