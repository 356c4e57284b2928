"""`tieout dashboard` and `tieout dagster`: the services that a person looks at."""

import os
import sys
from typing import Annotated

import typer

from cli.options import HERE, WorkspaceOption, opened

PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("dashboard")(dashboard)
    app.command("dagster")(dagster)


def dashboard(
    workspace: WorkspaceOption = HERE,
    *,
    port: PortOption = 8501,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Open the dashboard on the published marts."""
    from dashboards.serve import serve  # noqa: PLC0415

    serve(opened(workspace).root, port, open_browser=open_browser)


def dagster(workspace: WorkspaceOption = HERE, *, port: PortOption = 3000) -> None:
    """Serve Dagster: the graph with its checks, the daily schedule, and the sensors."""
    from orchestration.graph.definitions import WORKSPACE_VARIABLE  # noqa: PLC0415
    from orchestration.graph.execute import prepare_dagster  # noqa: PLC0415

    home = opened(workspace)
    prepare_dagster(home)
    os.environ[WORKSPACE_VARIABLE] = str(home.root)
    os.chdir(home.dagster_home)
    served = ["-m", "orchestration.graph.served", "-h", "127.0.0.1", "-p", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", *served])  # noqa: S606
