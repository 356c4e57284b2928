"""`tieout reopen`: open the latest closed period again."""

from typing import Annotated

import typer

from cli.close import output
from cli.close.session import open_close_session
from cli.options import (
    CURRENT_FOLDER,
    ByOption,
    EntityOption,
    JsonOption,
    PeriodArgument,
    WorkspaceOption,
    actor_name,
)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("reopen")(reopen)


def reopen(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    reason: Annotated[str, typer.Option(help="Why; recorded permanently.")],
    entity: EntityOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reopen the latest closed period: its close is withdrawn, and the journal that closed its year reversed."""
    from reporting.close import reopen as reopen_period  # noqa: PLC0415

    with open_close_session(folder, entity, actor_name(by, "--by")) as session:
        state = reopen_period(session, period, reason)
    output.print_period(session.entity, state.period, changed=state.changed, as_json=as_json)
