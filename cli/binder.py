"""`tieout binder`: the binder of a close, written again as it was."""

import typer

from cli.closing.asked import EntityOption, PeriodArgument
from cli.closing.binding import write
from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from cli.printed import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("binder")(binder)


def binder(
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a period's close binder: PDF, spreadsheet, CSV files and their digests."""
    from cli.screen import out, shown  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    package, folder = write(home, whose, period)
    files = sorted(path.name for path in folder.iterdir())
    if as_json:
        print_json({"entity": whose, "period": period, "state": package.head.state, "folder": folder, "files": files})
        return
    out.print(f"[green]✓[/green] {shown(folder)}: {len(files)} files", soft_wrap=True)
    if package.head.state in {"decertified", "reopened"}:
        out.print(f"[yellow]![/yellow] this close was {package.head.state} since: `tieout periods` tells why")
