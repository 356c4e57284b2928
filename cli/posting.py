"""`tieout post` and `tieout reverse`: writing to our own ledger."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json

_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("post")(post)
    app.command("reverse")(reverse)


def post(
    file: Annotated[Path, typer.Argument(help="Journals: CSV in the journal_csv layout, JSON or JSON lines.")],
    workspace: WorkspaceOption = HERE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Post journals; what was posted before is recognised by its journal id and not posted again."""
    from cli.screen import err, out  # noqa: PLC0415
    from ledger.files import post_file  # noqa: PLC0415
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        posted = post_file(connection, home.config, file)
    if as_json:
        refused = [refusal._asdict() for refusal in posted.refused]
        print_json({**posted._asdict(), "refused": refused})
    else:
        counts = f"{posted.journals:,} journals posted ({posted.lines:,} lines), {posted.replayed:,} known before"
        out.print(f"[green]✓[/green] {counts}")
        for refusal in posted.refused[:_SHOWN]:
            err.print(f"[red]✗[/red] {file.name}: {refusal.where}: {refusal.reason}", soft_wrap=True)
        if posted.refused_journals > _SHOWN:
            err.print(f"… and {posted.refused_journals - _SHOWN:,} more")
    if posted.refused:
        raise typer.Exit(2)


def reverse(
    journal_id: Annotated[str, typer.Argument(help="The journal to reverse.")],
    workspace: WorkspaceOption = HERE,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept for ever.")],
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Effective date.", show_default="today")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Reverse a journal by a contra journal that points to it; nothing is ever erased."""
    from cli.screen import out  # noqa: PLC0415
    from ledger.reversal import reverse as reverse_journal  # noqa: PLC0415
    from tieout.errors import InputError  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    day = (date or datetime.now().astimezone()).date()
    with connect(home) as connection:
        posted = reverse_journal(
            connection, home.config.tenant, journal_id, date=day, reason=reason, key=f"reverse {journal_id}"
        )
    if posted.replayed:
        raise InputError(f"journal '{journal_id}' is reversed already, by journal '{posted.journal_id}' ({day})")
    if as_json:
        print_json({"journal_id": journal_id, "reversed_by": posted.journal_id, "date": day})
    else:
        out.print(f"[green]✓[/green] journal {journal_id} is reversed by journal {posted.journal_id} of {day}")
