"""`tieout seal`: hashes over the book's events, whose last one (the head) can be kept elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("seal")(seal)


def seal(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    heads: Annotated[Path | None, typer.Option(help="Add the chain's head to this file, to be kept elsewhere.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Seal the events that are new: each seal holds a hash over them, their journals and the seal before."""
    from cli.terminal import counted, out  # noqa: PLC0415
    from ledger.proof.heads import head, keep  # noqa: PLC0415
    from ledger.proof.sealing import seal as seal_book  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    with connect(workspace) as connection:
        made = seal_book(connection, workspace.config.tenant)
        last = head(connection, workspace.config.tenant)
    if heads and last:
        keep(heads, last)
    if as_json:
        print_json({"seals_made": made, "head": last._asdict() if last else None})
    elif last is None:
        out.print("There is nothing to seal yet.")
    else:
        seals = "nothing was new" if made == 0 else f"{counted(made, 'seal')} made"
        out.print(
            f"[green]✓[/green] {seals}; the chain ends with seal {last.seal_no:,}, {last.last_sequence:,} events in"
        )
        out.print(f"  {last.hash}", soft_wrap=True)
