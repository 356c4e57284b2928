"""`tieout tie-out`: our trial balance beside another system's."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import CURRENT_FOLDER, EntityOption, JsonOption, WorkspaceOption, entity_of, open_workspace
from cli.serialization import print_json
from tieout.errors import InputError

if TYPE_CHECKING:
    from reporting.tie_out import TieOut


class DecimalSign(StrEnum):
    """How a file writes decimals."""

    point = "."
    comma = ","


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("tie-out")(tie_out)


def tie_out(  # noqa: PLR0913 - a command's options
    trial_balance: Annotated[Path, typer.Argument(help="The other system's trial balance: CSV.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    book: Annotated[str, typer.Option(help="Our own book, or an imported one.")] = "ledger",
    period: Annotated[str | None, typer.Option(help="As in 2026-10.", show_default="the book's last")] = None,
    decimal: Annotated[DecimalSign, typer.Option(help="The decimal sign of the file.")] = DecimalSign.point,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=NAME", help="Which column is account, name, debit, credit or balance."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare our trial balance with another system's, account by account; exit code 1 when they differ."""
    from reporting.tie_out import Dialect, TieOutScope  # noqa: PLC0415
    from reporting.tie_out import tie_out as compare  # noqa: PLC0415
    from tieout.published import open_published  # noqa: PLC0415

    workspace = open_workspace(folder)
    scope = TieOutScope(entity_of(workspace, entity), book, period)
    dialect = Dialect(decimal.value, _columns(column or []))
    with open_published(workspace) as marts:
        compared = compare(marts, trial_balance, scope, dialect)
    if as_json:
        accounts = [account._asdict() for account in compared.accounts]
        print_json({"ties": compared.ties, **compared._asdict(), "accounts": accounts, "counts": compared.counted()})
    else:
        _print(compared)
    if not compared.ties:
        raise typer.Exit(1)


def _columns(assignments: list[str]) -> dict[str, str]:
    from reporting.tie_out.other_trial_balance import ROLES  # noqa: PLC0415

    parts = [each.partition("=") for each in assignments]
    named = {role: name for role, _, name in parts}
    wrong = next((role for role, name in named.items() if role not in ROLES or not name), None)
    if wrong is not None:
        raise InputError(f"--column {wrong}: write ROLE=NAME, where ROLE is one of {', '.join(ROLES)}")
    return named


def _print(compared: "TieOut") -> None:
    from cli.terminal import amount, out, table  # noqa: PLC0415

    differing = [account for account in compared.accounts if account.outcome != "equal"]
    if differing:
        columns = ("account", "", "ours", "theirs", "difference", "outcome")
        out.print(table(columns, differing, numbers=("ours", "theirs", "difference")))
        out.print()
    counts = ", ".join(f"{count} {outcome}" for outcome, count in compared.counted().items() if count)
    sign = "[green]✓[/green]" if compared.ties else "[red]✗[/red]"
    entity_id = f"{compared.entity}, book {compared.book}, {compared.period}, {compared.currency}"
    out.print(f"{sign} {len(compared.accounts)} accounts: {counts} ({entity_id})", soft_wrap=True)
    out.print(f"  ours sums to {amount(compared.ours)}, theirs to {amount(compared.theirs)}")
    if compared.lines_left_out:
        out.print(f"  {compared.lines_left_out} lines of the file name no account and were left out")
    if compared.incomplete:
        out.print("  [yellow]![/yellow] lines without a rate are missing from our functional figures")
