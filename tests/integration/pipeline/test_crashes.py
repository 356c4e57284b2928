"""`kill -9` at any moment, of a run or of its database: what is published stays, and the next run ends as if nothing had been."""

import os
import random
import signal
import time
from contextlib import suppress

import pytest

from tests.integration.pipeline.company import postgres_processes
from tests.integration.pipeline.conftest import RECONCILED, reconciled
from tests.integration.pipeline.waiting import until_it_says
from tests.support.rounds import SEED, rounds
from tieout.postgres import connect

MOMENTS = (
    ("reading the inboxes", 0.05),
    ("matching and building", 1.5),
    ("auditing", 0.2),
    ("publishing", 0.02),
)


RECEIVED = {"bank": 3, "giro": 2, "stripe": 2}
CHANCE = random.Random(SEED)


def any_moments(number):
    """Each step as likely as another, whether it takes seconds or none; some are over before the moment has come."""
    return [(CHANCE.choice([words for words, _ in MOMENTS]), CHANCE.uniform(0, 2)) for _ in range(number)]


@pytest.mark.soak
def test_a_run_killed_at_any_moment_leaves_what_is_published(crashed):
    arrived = dict(RECEIVED)
    for number, (words, delay) in enumerate([*MOMENTS, *any_moments(rounds(0, 60))]):
        if number >= len(MOMENTS):  # a run that finds nothing new does not build
            crashed.bank(f"crash {number}", (f"C{number}", 25, "1.00"))
            arrived["bank"] += 1
        before = crashed.version()
        process = crashed.start("run")
        until_it_says(process, words)
        time.sleep(delay)
        process.kill()
        _, err = process.communicate()
        began_to_publish = words == "publishing" or "publishing" in err
        assert began_to_publish or crashed.version() == before, (number, words, delay)
        assert crashed.sql("SELECT count(*) FROM run") == [(1,)]
    assert reconciled(crashed.run()) == RECONCILED | {"bank": (2, arrived["bank"] - 2)}
    crashed.rest()
    assert dict(crashed.sql("SELECT source, count(*) FROM statement_lines GROUP BY 1")) == arrived
    assert postgres_processes(crashed.root) == []


@pytest.mark.soak
def test_a_database_killed_under_a_run_is_one_line_and_the_next_run_completes(crashed):
    for number, (words, delay) in enumerate([("matching and building", 0), *any_moments(rounds(0, 30))]):
        crashed.bank(f"under {number}", (f"B20.{number}", 22, "1.00"))
        before = crashed.version()
        process = crashed.start("run")
        until_it_says(process, words)
        time.sleep(delay)
        with suppress(FileNotFoundError, ProcessLookupError):  # the run has ended, and the server with it
            os.kill(postmaster(crashed), signal.SIGKILL)
        out, err = process.communicate(timeout=100)
        began_to_publish = words == "publishing" or "publishing" in err
        assert "Traceback" not in err, (number, words, delay, err)
        if process.returncode != 0 or not began_to_publish:
            assert (process.returncode, out) == (3, "")
            assert "went away during the run" in err
            assert began_to_publish or crashed.version() == before
    assert crashed.run()["status"] == "published"
    crashed.rest()
    found = crashed.sql("SELECT count(*) FROM statement_lines WHERE line_ref LIKE 'B20.%'")
    assert found == [(number + 1,)]


def test_a_database_killed_between_commands_is_started_again(crashed):
    with connect(crashed.workspace):
        os.kill(postmaster(crashed), signal.SIGKILL)
        done = crashed.tieout("post", str(crashed.root / "postings/january.csv"))
    assert done.returncode == 0, done.stderr
    assert "4 already posted" in done.stdout
    assert "had been killed; starting it again" in done.stderr


def postmaster(company):
    """The id of the workspace's server, as it wrote it itself."""
    return int((company.root / ".tieout/postgres/postmaster.pid").read_text().split()[0])
