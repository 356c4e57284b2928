"""`tieout dagster`: the run as a Dagster service, with its history, schedule and sensors."""

import os
import sys

import typer

from cli.options import CURRENT_FOLDER, PortOption, WorkspaceOption, open_workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("dagster")(dagster)


def dagster(folder: WorkspaceOption = CURRENT_FOLDER, *, port: PortOption = 3000) -> None:
    """Serve Dagster: the graph with its checks, the daily schedule, and the sensors."""
    from orchestration.graph.definitions import WORKSPACE_VARIABLE  # noqa: PLC0415
    from orchestration.graph.execute import prepare_dagster  # noqa: PLC0415

    workspace = open_workspace(folder)
    prepare_dagster(workspace)
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    os.chdir(workspace.dagster_home)
    served = ["-m", "orchestration.graph.served", "-h", "127.0.0.1", "-p", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", *served])  # noqa: S606
