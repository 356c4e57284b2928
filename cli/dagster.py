"""`tieout dagster`: the run as a Dagster service, with its history, schedule and sensors."""

import os
import signal
import sys

import typer

from cli.options import CURRENT_FOLDER, PortOption, WorkspaceOption, open_workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("dagster")(dagster)


def dagster(folder: WorkspaceOption = CURRENT_FOLDER, *, port: PortOption = 3000) -> None:
    """Serve Dagster: the graph with its checks, the daily schedule, and the sensors."""
    from orchestration.history.recording import open_history  # noqa: PLC0415

    workspace = open_workspace(folder)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # where it is ignored (nohup … &), Dagster would ignore SIGTERM too
    with open_history(workspace):  # what the command line did shows from the start
        pass
    os.chdir(workspace.dagster_home)
    served = ["-w", "workspace.yaml", "-h", "127.0.0.1", "-p", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", *served])  # noqa: S606
