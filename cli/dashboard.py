"""`tieout dashboard`: the published marts in a browser."""

from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, PortOption, WorkspaceOption, open_workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("dashboard")(dashboard)


def dashboard(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    port: PortOption = 8501,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Open the dashboard on the published marts."""
    from dashboards.serve import serve  # noqa: PLC0415

    serve(open_workspace(folder).root, port, open_browser=open_browser)
