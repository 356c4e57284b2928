"""`tieout checklist`: the checks of a period's close, and which of them block it."""

import typer

from cli.close.session import open_close_session
from cli.options import (
    CURRENT_FOLDER,
    EntityOption,
    JsonOption,
    PeriodArgument,
    WorkspaceOption,
)
from cli.serialization import print_json
from tieout.errors import InputError


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("checklist")(checklist)


def checklist(
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which checks block the close of a period, as of the last run; exit code 1 when one does."""
    from cli.terminal import Column, fitted_table, out  # noqa: PLC0415
    from reporting.close import checks_of  # noqa: PLC0415

    with open_close_session(folder, entity) as session:
        checks = checks_of(session, period)
    if not checks:
        raise InputError(f"nothing is published on the close of {period} of {session.entity}: run `tieout run` first")
    if as_json:
        print_json({"entity": session.entity, "period": period, "checks": [check._asdict() for check in checks]})
    else:
        columns = (Column("check", 1), Column("title", 4), Column("state", 2), Column("what", 3, wraps=True))
        rows = [(check.check_id, check.title, check.state, check.detail) for check in checks]
        out.print(fitted_table(columns, rows))
    if any(check.blocks for check in checks):
        raise typer.Exit(1)
