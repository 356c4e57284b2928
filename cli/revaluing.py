"""`tieout revalue`: foreign balances at the closing rate, as a journal that is reversed on the next day."""

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from cli.printed import exact, print_json
from tieout.errors import InputError

if TYPE_CHECKING:
    from reporting.revaluation.posting import Revaluation

_COLUMNS = ("account", "currency", "balance", "rate", "rate of", "carried at", "worth", "due")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("revalue")(revalue)


def revalue(  # noqa: PLR0913 - a command's options
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2026-01, 2026-P01 or 2026-P13.")],
    workspace: WorkspaceOption = HERE,
    *,
    entity: Annotated[str | None, typer.Option(help="Whose; needed where there are several.")] = None,
    by: Annotated[str | None, typer.Option(help="Who decides it.", show_default="the login name")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is due, and post nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Revalue the ledger's foreign balances at a period's closing rate, by the last published run."""
    from ledger.setup import open_books  # noqa: PLC0415
    from reporting.revaluation.posting import revaluation_due  # noqa: PLC0415
    from reporting.revaluation.posting import revalue as post_revaluation  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    if dry_run:
        _tell(whose, period, revaluation_due(home, whose, period), as_json=as_json)
        return
    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        posted = post_revaluation(connection, home, whose, period, _who(by))
    _tell(whose, period, posted, as_json=as_json)


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        raise InputError("this login has no name: say with --by who decides it") from None


def _tell(entity: str, period: str, revaluation: "Revaluation", *, as_json: bool) -> None:
    from cli.screen import out, table  # noqa: PLC0415

    due = [each for each in revaluation.due if each.due]
    if as_json:
        print_json(
            {
                "entity": entity,
                "period": period,
                "journal_id": revaluation.journal_id,
                "reversal_id": revaluation.reversal_id,
                "known": revaluation.known,
                "due": [vars(each) for each in due],
            }
        )
        return
    if due:
        rows = [
            (
                each.account_code,
                each.currency,
                exact(each.balance),
                each.rate,
                each.rate_date,
                exact(each.carried),
                exact(each.revalued),
                exact(each.due),
            )
            for each in due
        ]
        out.print(table(_COLUMNS, rows))
    if revaluation.journal_id is not None:
        out.print(
            f"[green]✓[/green] revalued {period} of {entity}: journal {revaluation.journal_id}, and its reversal"
            f" {revaluation.reversal_id} on the next day"
        )
    elif revaluation.known:
        out.print(f"{period} of {entity} was revalued since the last run: `tieout run` shows it")
    elif not due:
        out.print(f"nothing is due: {period} of {entity} is revalued, or has no foreign balance")
