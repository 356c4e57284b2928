"""A session of tests takes its own clusters away, with the servers that still run there, and nobody else's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.pipeline.company import Company, postgres_processes
from tests.support.clusters import postgres_dirs
from tieout.postgres import connect
from tieout.postgres.embedded import EmbeddedServer

REPOSITORY = Path(__file__).parents[3]
INNER = """
from tests.integration.postgres.test_clusters import left_running

def test_that_leaves_a_server(tmp_path):
    left_running(tmp_path)
"""


def left_running(folder):
    """A workspace whose server outlives the process that started it, as after `kill -9`."""
    company = Company(folder / "work").configure()
    connect(company.workspace).close()
    handle = EmbeddedServer.of(company.workspace.postgres_dir)
    handle.in_use.close()
    handle.in_use = None
    assert postgres_processes(company.root)


@pytest.fixture
def other(tmp_path):
    """A workspace of another session, at work."""
    company = Company(tmp_path / "work").configure()
    with connect(company.workspace):
        yield company


def test_a_session_takes_away_its_own_clusters_and_no_other(other, tmp_path):
    inner, temporary = tmp_path / "inner", tmp_path / "temporary"
    inner.mkdir()
    shutil.copy(REPOSITORY / "tests/conftest.py", inner)
    (inner / "test_inner.py").write_text(INNER)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "test_inner.py", f"--basetemp={temporary}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=inner,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert postgres_processes(temporary / "test_that_leaves_a_server0" / "work") == []
    assert [data for data in postgres_dirs(temporary) if data.is_symlink()] == []
    with connect(other.workspace) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
