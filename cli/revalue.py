"""`tieout revalue`: foreign balances at the closing rate, as a journal that is reversed on the next day."""

from typing import TYPE_CHECKING, Annotated

import typer

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
from cli.serialization import exact, print_json

if TYPE_CHECKING:
    from reporting.revaluation.posting import Revaluation

_COLUMNS = ("account", "currency", "balance", "rate", "rate of", "carried at", "worth", "due")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("revalue")(revalue)


def revalue(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    by: ByOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is due, and post nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Revalue the ledger's foreign balances at a period's closing rate, by the last published run."""
    from reporting.revaluation.posting import revaluation_due  # noqa: PLC0415
    from reporting.revaluation.posting import revalue as post_revaluation  # noqa: PLC0415

    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    if dry_run:
        _print(entity_id, period, revaluation_due(workspace, entity_id, period), as_json=as_json)
        return
    with open_ledger(workspace) as connection:
        posted = post_revaluation(connection, workspace, entity_id, period, actor_name(by, "--by"))
    _print(entity_id, period, posted, as_json=as_json)


def _print(entity_id: str, period: str, revaluation: "Revaluation", *, as_json: bool) -> None:
    from cli.terminal import out, table  # noqa: PLC0415

    due = [each for each in revaluation.due if each.due]
    if as_json:
        print_json(
            {
                "entity": entity_id,
                "period": period,
                "journal_id": revaluation.journal_id,
                "reversal_id": revaluation.reversal_id,
                "known": revaluation.already_posted,
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
            f"[green]✓[/green] revalued {period} of {entity_id}: journal {revaluation.journal_id}, and its reversal"
            f" {revaluation.reversal_id} on the next day"
        )
    elif revaluation.already_posted:
        out.print(f"{period} of {entity_id} was revalued since the last run: `tieout run` shows it")
    elif not due:
        out.print(f"nothing to post: {period} of {entity_id} is revalued already, or has no foreign balance")
