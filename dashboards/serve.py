"""Starting the dashboard server.

Streamlit takes its look and its privacy settings from `.streamlit/config.toml` beside `app.py`, whatever the current
folder is; port and workspace are this call's own. The server listens on the loopback address only.
"""

import os
import socket
import sys
from pathlib import Path

from tieout.errors import InputError
from tieout.workspace import Workspace

ADDRESS = "127.0.0.1"
WORKSPACE_VARIABLE = "TIEOUT_WORKSPACE"
APP = Path(__file__).with_name("app.py")


def serve(workspace_root: Path, port: int, *, open_browser: bool) -> None:
    """Become the dashboard server of one workspace; the process is replaced and does not return.

    Raises:
        InputError: the folder is not a workspace, or the port is taken.
    """
    workspace = Workspace.open(workspace_root)
    _require_free(port)
    environment = {
        **os.environ,
        WORKSPACE_VARIABLE: str(workspace.root),
        "PYTHONPATH": os.pathsep.join([str(APP.parents[1]), *_inherited_path()]),
    }
    os.execve(sys.executable, _command(port, open_browser=open_browser), environment)  # noqa: S606


def _command(port: int, *, open_browser: bool) -> list[str]:
    settings = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(not open_browser).lower(),
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags]


def _inherited_path() -> list[str]:
    """The caller's PYTHONPATH, kept behind our own folder."""
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            raise InputError(f"port {port} is taken: choose another with --port") from None
