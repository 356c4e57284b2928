"""`assign`, `comment`, `attach`, `ignore`: who works on exceptions, and when; nothing is decided yet."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.action import ActionContext, register_action

if TYPE_CHECKING:
    from reconcile.casework import ActionResult


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    register_action(commands, "assign", assign)
    register_action(commands, "comment", comment)
    register_action(commands, "attach", attach)
    register_action(commands, "ignore", ignore)


def assign(
    context: ActionContext, *, to: Annotated[str, typer.Option(help="The person; '' takes it from whoever has it.")]
) -> "ActionResult":
    """Assign exceptions to a person."""
    from reconcile import casework  # noqa: PLC0415

    return casework.assign(context.session, context.exception_ids(), to, context.reason or None)


def comment(context: ActionContext) -> "ActionResult":
    """Comment (--why) on exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.comment(context.session, context.exception_ids(), context.reason)


def attach(
    context: ActionContext, *, link: Annotated[str, typer.Option(help="Address of a document, or path of a file.")]
) -> "ActionResult":
    """Attach a link to exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.attach(context.session, context.exception_ids(), link, context.reason or None)


def ignore(
    context: ActionContext,
    *,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The date on which they open again.")],
) -> "ActionResult":
    """Ignore exceptions until a date."""
    from reconcile import casework  # noqa: PLC0415

    return casework.ignore(context.session, context.exception_ids(), until.date(), context.reason)
