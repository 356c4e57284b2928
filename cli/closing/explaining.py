"""`tieout flux`: figures outside their expected range, and what somebody says of them."""

from typing import Annotated

import typer

from cli.closing.asked import ByOption, EntityOption, PeriodArgument, books, desk, who_acts
from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from cli.printed import print_json
from tieout.errors import InputError

_FIGURES = """
SELECT book, account_code, account_name, measure, amount, currency, expected_low, expected_high, outside, comment,
    commented_by
FROM marts.flux
WHERE entity_id = $entity AND period = $period AND (outside OR comment IS NOT NULL)
ORDER BY book, account_code
"""
_COLUMNS = (
    "book",
    "account_code",
    "account_name",
    "measure",
    "amount",
    "currency",
    "expected_low",
    "expected_high",
    "outside",
    "comment",
    "commented_by",
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    commands = typer.Typer(name="flux", help="Figures outside their expected range, and what is said of them.")
    commands.command("list")(list_figures)
    commands.command("comment")(comment)
    app.add_typer(commands)


def list_figures(
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the figures of a period that left the range of the periods before it, with their comments."""
    from cli.screen import out, table  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with books(home) as connection, desk(home, connection, whose, "") as at:
        if at.marts is None:
            raise InputError("no figures are published yet: run `tieout run` first")
        rows = at.marts.execute(_FIGURES, {"entity": whose, "period": period}).fetchall()
    if as_json:
        figures = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        print_json({"entity": whose, "period": period, "figures": figures})
    elif rows:
        shown = ("book", "account", "name", "measure", "amount", "currency", "low", "high", "outside", "comment", "by")
        out.print(table(shown, rows, numbers=("amount", "low", "high")))
    else:
        out.print(f"Every figure of {period} of {whose} is within its expected range.")


def comment(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's code.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Why its figure is as it is; kept for ever.")],
    workspace: WorkspaceOption = HERE,
    *,
    book: Annotated[str | None, typer.Option(help="Needed where several books have the account.")] = None,
    entity: EntityOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why an account's figure of a period is as it is; the latest comment counts from the next run on."""
    from cli.screen import out  # noqa: PLC0415
    from reporting.close import comment_flux  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with books(home) as connection, desk(home, connection, whose, who_acts(by)) as at:
        number = comment_flux(at, period, account, text, book)
    if as_json:
        print_json({"entity": whose, "period": period, "account": account, "comment_no": number})
    else:
        out.print(f"[green]✓[/green] comment {number} on account {account} of {whose} in {period}")
