"""Starting the server: refused early and in one line when it cannot work."""

import socket
from pathlib import Path

import pytest

from dashboards.serve import ADDRESS, APP, _command, serve
from tieout.errors import InputError


def test_a_taken_port_is_said_before_anything_starts(workspace: Path) -> None:
    with socket.create_server((ADDRESS, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} is taken"):
            serve(workspace, port, open_browser=False)


def test_a_folder_that_is_not_a_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        serve(tmp_path / "nowhere", 8501, open_browser=False)


def test_the_server_stays_on_this_machine_and_does_not_call_home() -> None:
    command = _command(8501, open_browser=False)
    assert "--server.address=127.0.0.1" in command
    assert "--browser.gatherUsageStats=false" in command
    config = (APP.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "gatherUsageStats = false" in config


def test_nothing_in_the_dashboards_names_another_host() -> None:
    files = [path for path in APP.parent.rglob("*") if path.suffix in {".py", ".js", ".css", ".toml"}]
    assert len(files) > 20
    assert not [path.name for path in files if "https://" in path.read_text(encoding="utf-8")]
