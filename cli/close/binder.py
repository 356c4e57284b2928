"""`tieout binder`: the binder of a close (PDF, spreadsheet, CSV files and their digests), written as it was sealed."""

from typing import TYPE_CHECKING

import typer

from cli.ledger_connection import open_ledger
from cli.options import (
    CURRENT_FOLDER,
    EntityOption,
    JsonOption,
    PeriodArgument,
    WorkspaceOption,
    entity_of,
    open_workspace,
)
from cli.serialization import print_json
from tieout.errors import TieoutError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from reporting.close import ClosePackage


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("binder")(binder)


def binder(
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a period's close binder: PDF, spreadsheet, CSV files and their digests."""
    from cli.terminal import out, relative_path  # noqa: PLC0415

    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    package, written = _write_binder(workspace, entity_id, period)
    state = package.head.state
    files = sorted(path.name for path in written.iterdir())
    if as_json:
        print_json({"entity": entity_id, "period": period, "state": state, "folder": written, "files": files})
        return
    out.print(f"[green]✓[/green] {relative_path(written)}: {len(files)} files", soft_wrap=True)
    if state in {"decertified", "reopened"}:
        out.print(f"[yellow]![/yellow] this close was {state} later: `tieout periods` says why")


def write_binder_of_close(workspace: Workspace, entity_id: str, period: str, *, quietly: bool) -> None:
    """Write the binder of a new close; the period stays closed even where its binder cannot be written."""
    from cli.terminal import err, relative_path  # noqa: PLC0415

    try:
        _, written = _write_binder(workspace, entity_id, period)
    except (TieoutError, OSError) as error:
        err.print(f"[yellow]![/yellow] the period is closed, but its binder is not written: {error}", soft_wrap=True)
        return
    if not quietly:
        err.print(f"[dim]· its binder is {relative_path(written)}[/dim]", soft_wrap=True)


def _write_binder(workspace: Workspace, entity_id: str, period: str) -> "tuple[ClosePackage, Path]":
    """The period's latest close, and the folder with its binder."""
    from reporting.binder import render_binder  # noqa: PLC0415
    from reporting.close import close_package  # noqa: PLC0415

    with open_ledger(workspace) as connection:
        package = close_package(workspace, connection, entity_id, period)
        return package, render_binder(workspace, connection, package)
