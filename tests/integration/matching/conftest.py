"""One folder with a server for all builds of cases: each build is a tenant of its own."""

from pathlib import Path

import pytest

from tests.support.matching_build import make_server_root


@pytest.fixture(scope="session")
def server_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_server_root(tmp_path_factory.mktemp("server"))
