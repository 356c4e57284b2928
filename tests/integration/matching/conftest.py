"""One folder with a server for all builds of cases: each build a tenant of its own, and dbt reads its project once."""

from pathlib import Path

import pytest

from tests.support.matching_build import make_server_root


@pytest.fixture(scope="session")
def server_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_server_root(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="session")
def yard(server_root: Path) -> Path:
    """The same folder by its former name, which test_replay.py still says."""
    return server_root
