"""`tieout reopen`: open the latest closed period again."""

from typing import Annotated

import typer

from cli.close import output
from cli.close.session import close_session
from cli.ledger_connection import open_ledger
from cli.options import (
    CURRENT_FOLDER,
    ByOption,
    EntityOption,
    JsonOption,
    PeriodArgument,
    WorkspaceOption,
    actor_name,
    entity_of,
    open_workspace,
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

    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    actor = actor_name(by, "--by")
    with open_ledger(workspace) as connection, close_session(workspace, connection, entity_id, actor) as session:
        state = reopen_period(session, period, reason)
    output.print_period(entity_id, state.period, changed=state.changed, as_json=as_json)
