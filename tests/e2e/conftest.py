from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.dashboard_server import Visit, chromium, dashboard_server
from tests.support.marts_fixture import make_workspace, publish


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the fixture's marts, shared by the tests that only look."""
    root = make_workspace(tmp_path_factory.mktemp("published"))
    publish(root)
    with dashboard_server(root) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit that must end without a console error and without a request to another host."""
    visiting = Visit(browser, address)
    yield visiting
    visiting.close()
    assert visiting.errors == []
    assert visiting.foreign_requests == []


@pytest.fixture
def empty_workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)
