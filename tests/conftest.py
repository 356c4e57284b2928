"""How tests are shared among workers (`-n 2`), and what every session of tests clears away."""

import gc
import os
import shutil
import tempfile
from collections import Counter

import pytest

from tests.support.clusters import (
    NEW_CLUSTERS,
    clusters,
    copy_new_clusters,
    postgres_dirs,
    take_away,
    wait_for_no_disk,
)
from tests.support.rounds import SEED

TOGETHER = {
    "story": ("commands", "dagster", "run_contract", "same_as_dbt"),
    "crashed": ("crashes", "interrupts"),
    "standing": ("frames", "hostile_places", "rejection", "two_runs"),
}
"""Files of `integration/pipeline` that share a workspace; in every other folder all files share one, or a server."""

LONGEST = (
    "pipeline",
    "killing",
    "matching",
    "e2e",
    "expectations",
    "postgres",
    "service",
    "sample",
    "postgres_warehouse",
    "corpus",
)
"""Folders whose tests take longest, which are begun with."""


gc.disable()  # a third of the collection of tests would go into looking for garbage, of which there is none


def pytest_collection_finish():
    """What has been imported stays: from here on nobody looks through it for garbage."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before xdist looks for the groups
def pytest_collection_modifyitems(items):
    """A worker takes a whole group of tests: what they share is made once, and never used by two of them at once.

    The longest groups come first, so that no worker is left alone with one at the end. Workers know a test by its id: of
    two with one id they would run one, and nobody would miss the other.
    """
    twice = [test for test, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"several tests have one id: {twice[0]}")
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path)))
    folders = {folder: place for place, folder in enumerate(LONGEST)}
    items.sort(key=lambda item: folders.get(item.path.parent.name, len(LONGEST)))


def _group(file):
    subject = file.stem.removeprefix("test_")
    shared = next((name for name, subjects in TOGETHER.items() if subject in subjects), subject)
    return f"pipeline-{shared}" if file.parent.name == "pipeline" else "-".join(file.parent.parts[-2:])


def pytest_terminal_summary(terminalreporter):
    if "failed" in terminalreporter.stats:
        terminalreporter.write_line(f"TIEOUT_SEED={SEED} draws the same again")


def pytest_configure(config):
    """One folder for the session: workers, which are started later, take over the environment."""
    if NEW_CLUSTERS not in os.environ:
        os.environ[NEW_CLUSTERS] = tempfile.mkdtemp(prefix="tieout-new-clusters-")
        config.add_cleanup(_forget_new_clusters)


def _forget_new_clusters():
    shutil.rmtree(os.environ.pop(NEW_CLUSTERS))


@pytest.fixture(scope="session", autouse=True)
def no_server_waits_for_the_disk():
    wait_for_no_disk()
    copy_new_clusters()


@pytest.fixture(scope="session", autouse=True)
def no_cluster_outlives_the_session(tmp_path_factory):
    """Root's clusters stand outside of the workspaces, where pytest does not clear up."""
    before = clusters()
    yield
    for postgres_dir in postgres_dirs(tmp_path_factory.getbasetemp()):
        if postgres_dir.resolve() not in before:
            take_away(postgres_dir)
