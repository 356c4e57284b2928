"""The story is told once: its two builds are what takes time."""

import pytest

from tests.integration.reports.story import Story, tell
from tests.support.books_build import make_server_root


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(make_server_root(tmp_path_factory.mktemp("reports")))
