"""`tieout reverse`: a mistake in our own ledger is corrected by a journal that points to it."""

from datetime import datetime
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("reverse")(reverse)


def reverse(
    journal_id: Annotated[str, typer.Argument(help="The journal to reverse.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    reason: Annotated[str, typer.Option(help="Why; recorded permanently.")],
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Effective date.", show_default="today")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Reverse a journal by a contra journal that points to it; nothing is ever deleted."""
    from cli.terminal import out  # noqa: PLC0415
    from ledger.reversal import reverse as reverse_journal  # noqa: PLC0415
    from tieout.errors import InputError  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    day = (date or datetime.now().astimezone()).date()
    with connect(workspace) as connection:
        posted = reverse_journal(
            connection, workspace.config.tenant, journal_id, date=day, reason=reason, key=f"reverse {journal_id}"
        )
    if posted.replayed:
        raise InputError(f"journal '{journal_id}' is reversed already, by journal '{posted.journal_id}' ({day})")
    if as_json:
        print_json({"journal_id": journal_id, "reversed_by": posted.journal_id, "date": day})
    else:
        out.print(f"[green]✓[/green] journal {journal_id} is reversed by journal {posted.journal_id} of {day}")
