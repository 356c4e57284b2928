"""`tieout export`: the published marts as one DuckDB file."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("export")(export)


def export(
    tenant: Annotated[str | None, typer.Option(help="The tenant's id.", show_default="the workspace's tenant")] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write.", show_default="TENANT-RUN.duckdb in the current folder")
    ] = None,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write one tenant's published marts into a DuckDB file that opens anywhere, without this workspace."""
    from cli.terminal import counted, out, relative_path  # noqa: PLC0415
    from warehouse.export import export as write  # noqa: PLC0415

    made = write(open_workspace(folder), tenant, to)
    if as_json:
        print_json(made._asdict())
        return
    rows = counted(made.rows, "row")
    out.print(f"[green]✓[/green] {relative_path(made.file)}: run {made.run_id}, as of {made.as_of}, {rows}")
    out.print(f"  sha256 {made.sha256}", soft_wrap=True)
