"""`tieout reopen`: open the latest closed period again."""

from typing import Annotated

import typer

from cli.closing import told
from cli.closing.asked import ByOption, EntityOption, PeriodArgument, books, desk, who_acts
from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("reopen")(reopen)


def reopen(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept for ever.")],
    entity: EntityOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open the latest closed period again; its close is taken back, and the journal that closed its year reversed."""
    from reporting.close import reopen as reopen_period  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with books(home) as connection, desk(home, connection, whose, who_acts(by)) as at:
        state = reopen_period(at, period, reason)
    told.moved(whose, state.period, changed=state.changed, as_json=as_json)
