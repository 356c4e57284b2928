"""Reopen and undo: what was done is taken back by a further event."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.asked import DayOption, Work, action
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import Done


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    action(commands, "reopen", reopen)
    action(commands, "undo", undo)


def reopen(work: Work, *, date: DayOption = None) -> "Done":
    """Take back whatever resolved exceptions; a posted journal is reversed."""
    from reconcile import casework  # noqa: PLC0415

    return casework.reopen(work.desk, work.ids(), work.why, date.date() if date else None)


def undo(
    work: Work,
    *,
    event: Annotated[
        list[int] | None, typer.Option(help="The event, an undo too; once for each.", show_default="the latest")
    ] = None,
    date: DayOption = None,
) -> "Done":
    """Take back the latest event of exceptions, or the events that are named; a posted journal is reversed."""
    from reconcile import casework  # noqa: PLC0415

    desk = work.desk
    events = event or casework.undoable(desk.connection, desk.tenant, work.ids())
    if not events:
        raise InputError("there is nothing to undo: `tieout exceptions show ID` lists what was done")
    return casework.undo(desk, events, work.why, date.date() if date else None)
