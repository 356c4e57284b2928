"""`tieout close`, `tieout reopen`, `tieout periods`: the days that nobody posts into any more."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from orchestration.cli.printed import print_json
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg

    from ledger.periods import PeriodState

PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2026-01, 2026-P01 or 2026-P13.")]
EntityOption = Annotated[str | None, typer.Option(help="Whose; needed where there are several.")]
ByOption = Annotated[str | None, typer.Option(help="Who decides it; kept for ever.", show_default="the login name")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("close")(close)
    app.command("reopen")(reopen)
    app.command("periods")(periods)


def close(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    entity: EntityOption = None,
    by: ByOption = None,
    reason: Annotated[str | None, typer.Option(help="Why; kept for ever.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Close a period with all days before it: nothing can be posted there any more."""
    from ledger.periods import close as close_period  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with _books(home) as connection:
        state = close_period(connection, home.config.tenant, whose, period, _who(by), reason)
    _tell(whose, state, as_json=as_json)


def reopen(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept for ever.")],
    entity: EntityOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open the latest closed period again."""
    from ledger.periods import reopen as reopen_period  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with _books(home) as connection:
        state = reopen_period(connection, home.config.tenant, whose, period, _who(by), reason)
    _tell(whose, state, as_json=as_json)


def periods(workspace: WorkspaceOption = HERE, *, entity: EntityOption = None, as_json: JsonOption = False) -> None:
    """List the periods: which are open, and who closed or reopened the others, when and why."""
    from ledger.periods import periods as list_periods  # noqa: PLC0415
    from orchestration.cli.screen import out, table  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with _books(home) as connection:
        found = list_periods(connection, home.config.tenant, whose)
    if as_json:
        print_json({"entity": whose, "periods": [period._asdict() for period in found]})
        return
    columns = ("period", "from", "to", "status", "by", "at", "reason")
    rows = [
        (
            period.period,
            period.starts,
            period.ends,
            period.status,
            period.by,
            f"{period.at:%Y-%m-%d %H:%M}" if period.at else None,
            period.reason,
        )
        for period in found
    ]
    out.print(table(columns, rows))


@contextmanager
def _books(home: Workspace) -> Iterator["psycopg.Connection[Any]"]:
    """The books, open and with the calendars that tieout.yml gives."""
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        yield connection


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        raise InputError("this login has no name: say with --by who decides it") from None


def _tell(entity: str, state: "PeriodState", *, as_json: bool) -> None:
    from orchestration.cli.screen import out  # noqa: PLC0415

    period = state.period
    if as_json:
        print_json({"entity": entity, "changed": state.changed, **period._asdict()})
    elif state.changed:
        out.print(
            f"[green]✓[/green] period {period.period} of {entity} is {period.status} ({period.starts} to {period.ends})"
        )
    else:
        who_and_when = f"by {period.by} at {period.at:%Y-%m-%d %H:%M}"
        out.print(f"period {period.period} of {entity} was {period.status} already, {who_and_when}")
