from pathlib import Path

import pytest

from dashboards.serve import WORKSPACE_VARIABLE
from tests.support.marts_fixture import make_workspace, publish


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
