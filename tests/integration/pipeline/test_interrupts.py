"""Ctrl-C during a run: it ends soon and in order, and nothing is published."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.integration.pipeline.company import postgres_processes
from tests.integration.pipeline.waiting import until_it_says

SOON = 30
MOMENTS = {"reading the inboxes": 0.05, "matching and building": 0.1, "auditing the build": 0.1}


@pytest.fixture(scope="module")
def interrupted(crashed):
    """A published workspace with something still to be received."""
    crashed.bank("interrupted", ("B30", 25, "2.00"))
    crashed.rest()
    return crashed


@pytest.mark.parametrize(("words", "delay"), MOMENTS.items())
def test_ctrl_c_ends_a_run_with_one_line_and_publishes_nothing(interrupted, words, delay):
    before = interrupted.version()
    process = interrupted.start("run")
    until_it_says(process, words)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all that the command started
    out, err = process.communicate(timeout=SOON)
    assert (process.returncode, out, err) == (130, "", "tieout: interrupted: nothing was published\n")
    assert interrupted.version() == before
    assert postgres_processes(interrupted.root) == []
    assert left_behind_by(process.pid) == []


def test_ctrl_c_that_comes_too_late_leaves_a_published_run(interrupted):
    process = interrupted.start("run")
    until_it_says(process, "publishing")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=SOON)
    assert (process.returncode, err) == (0, "")
    assert "published: " in out
    assert interrupted.sql("SELECT line_ref FROM statement_lines WHERE line_ref = 'B30'") == [("B30",)]


def left_behind_by(group, seconds=5):
    """Ids of the processes that still run in the process group that a command led, after a moment to end."""
    deadline = time.monotonic() + seconds
    while (running := members_of(group)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return running


def members_of(group):
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, leader = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has ended
            continue
        if int(leader) == group and state != "Z":
            found.append(int(entry.parent.name))
    return found
