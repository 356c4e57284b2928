"""`tieout post`: journals of a file into our own ledger."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ledger_connection import open_ledger
from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json

_MOST_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("post")(post)


def post(
    file: Annotated[Path, typer.Argument(help="Journals: CSV in the journal_csv layout, JSON or JSON lines.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
) -> None:
    """Post journals; a journal that was posted before is recognised by its id and not posted again."""
    from cli.terminal import counted, err, out  # noqa: PLC0415
    from ledger.files import post_file  # noqa: PLC0415

    workspace = open_workspace(folder)
    with open_ledger(workspace) as connection:
        posted = post_file(connection, workspace.config, file)
    if as_json:
        refused = [refusal._asdict() for refusal in posted.refused]
        print_json({**posted._asdict(), "refused": refused})
    else:
        posted_now = f"{counted(posted.journals, 'journal')} posted ({counted(posted.lines, 'line')})"
        out.print(f"[green]✓[/green] {posted_now}, {posted.replayed:,} already posted")
        for refusal in posted.refused[:_MOST_SHOWN]:
            err.print(f"[red]✗[/red] {file.name}: {refusal.where}: {refusal.reason}", soft_wrap=True)
        if posted.refused_journals > _MOST_SHOWN:
            err.print(f"… and {posted.refused_journals - _MOST_SHOWN:,} more")
    if posted.refused:
        raise typer.Exit(2)
