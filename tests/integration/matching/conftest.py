"""One yard for all builds of cases: one server, each build a tenant of its own, and dbt reads its project once."""

from pathlib import Path

import pytest

from tests.support.matching_build import make_yard


@pytest.fixture(scope="session")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_yard(tmp_path_factory.mktemp("yard"))
