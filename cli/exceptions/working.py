"""Assign, comment, attach, ignore: work that decides nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exceptions.asked import Work, action

if TYPE_CHECKING:
    from reconcile.casework import Done


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    action(commands, "assign", assign)
    action(commands, "comment", comment)
    action(commands, "attach", attach)
    action(commands, "ignore", ignore)


def assign(work: Work, *, to: Annotated[str, typer.Option(help="The person; '' for nobody.")]) -> "Done":
    """Give exceptions to a person."""
    from reconcile import casework  # noqa: PLC0415

    return casework.assign(work.desk, work.ids(), to, work.why or None)


def comment(work: Work) -> "Done":
    """Say something (--why) about exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.comment(work.desk, work.ids(), work.why)


def attach(
    work: Work, *, link: Annotated[str, typer.Option(help="Address of a document, or path of a file.")]
) -> "Done":
    """Attach a link to exceptions."""
    from reconcile import casework  # noqa: PLC0415

    return casework.attach(work.desk, work.ids(), link, work.why or None)


def ignore(
    work: Work,
    *,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which they are open again.")],
) -> "Done":
    """Set exceptions aside until a day."""
    from reconcile import casework  # noqa: PLC0415

    return casework.ignore(work.desk, work.ids(), until.date(), work.why)
