from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from dashboards.serve import WORKSPACE_VARIABLE
from tests.support.marts_fixture import make_workspace, publish


@pytest.fixture(scope="session", autouse=True)
def installed_components_are_looked_up_once() -> Iterator[None]:
    """Streamlit's test harness searches every installed package for components at each page: half of a page's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with nothing published, which the dashboards show."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path))
    return make_workspace(tmp_path)


@pytest.fixture
def published(workspace: Path) -> Path:
    """A workspace with the fixture's marts published."""
    publish(workspace)
    return workspace
