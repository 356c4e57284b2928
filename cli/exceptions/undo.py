"""`reopen`, `undo`: a further event ends the effect of an earlier one."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.action import ActionContext, register_action
from cli.exceptions.options import DateOption
from tieout.errors import InputError

if TYPE_CHECKING:
    from reconcile.casework import ActionResult


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    register_action(commands, "reopen", reopen)
    register_action(commands, "undo", undo)


def reopen(context: ActionContext, *, date: DateOption = None) -> "ActionResult":
    """Reopen resolved or ignored exceptions; a posted journal is reversed."""
    from reconcile import casework  # noqa: PLC0415

    return casework.reopen(context.session, context.exception_ids(), context.reason, date.date() if date else None)


def undo(
    context: ActionContext,
    *,
    event: Annotated[
        list[int] | None,
        typer.Option(help="An event's number; may be repeated.", show_default="the latest"),
    ] = None,
    date: DateOption = None,
) -> "ActionResult":
    """Undo the latest event of exceptions, or the events that are named; a posted journal is reversed."""
    from reconcile import casework  # noqa: PLC0415

    session = context.session
    events = event or casework.undoable(session.connection, session.tenant, context.exception_ids())
    if not events:
        raise InputError("there is nothing to undo: `tieout exceptions show ID` lists what was done")
    return casework.undo(session, events, context.reason, date.date() if date else None)
