"""`tieout docs`: every mart with its columns, tests, SQL and lineage, as one page to open in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, WorkspaceOption, open_workspace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("docs")(docs)


def docs(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    to: Annotated[Path, typer.Option(help="The HTML file to write.")] = Path("tieout-docs.html"),
) -> None:
    """Write the marts' documentation: one HTML file that needs no server."""
    from cli.terminal import out  # noqa: PLC0415
    from warehouse.documentation import document  # noqa: PLC0415

    document(open_workspace(folder).state / "docs", to)
    out.print(f"[green]✓[/green] {to}: open it in a browser; the marts are under Projects › tieout › models › marts")
