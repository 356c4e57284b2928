"""`tieout flux`: flux analysis, figures outside their expected range and the comments on them."""

from typing import Annotated

import typer

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
from cli.serialization import print_json, rows_as_dicts
from tieout.errors import InputError

_FIGURES = """
SELECT book, account_code, account_name, measure, amount, currency, expected_low, expected_high, outside, comment,
    commented_by
FROM marts.flux
WHERE entity_id = $entity AND period = $period AND (outside OR comment IS NOT NULL)
ORDER BY book, account_code
"""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    commands = typer.Typer(name="flux", help="Figures outside their expected range, and the comments on them.")
    commands.command("list")(list_figures)
    commands.command("comment")(comment)
    app.add_typer(commands)


def list_figures(
    period: PeriodArgument,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the figures of a period that left the range of the periods before it, with their comments."""
    from cli.terminal import out, table  # noqa: PLC0415

    with open_close_session(folder, entity) as session:
        if session.marts is None:
            raise InputError("no figures are published yet: run `tieout run` first")
        figures = rows_as_dicts(session.marts.execute(_FIGURES, {"entity": session.entity, "period": period}))
    if as_json:
        print_json({"entity": session.entity, "period": period, "figures": figures})
    elif figures:
        columns = (
            "book",
            "account",
            "name",
            "measure",
            "amount",
            "currency",
            "low",
            "high",
            "outside",
            "comment",
            "by",
        )
        out.print(table(columns, [tuple(figure.values()) for figure in figures], numbers=("amount", "low", "high")))
    else:
        out.print(f"Every figure of {period} of {session.entity} is within its expected range.")


def comment(  # noqa: PLR0913 - a command's options
    period: PeriodArgument,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's code.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Why its figure is as it is; recorded permanently.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    book: Annotated[str | None, typer.Option(help="Needed where several books have the account.")] = None,
    entity: EntityOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why an account's figure of a period is as it is; the latest comment counts from the next run on."""
    from cli.terminal import out  # noqa: PLC0415
    from reporting.close import comment_flux  # noqa: PLC0415

    with open_close_session(folder, entity, actor_name(by, "--by")) as session:
        number = comment_flux(session, period, account, text, book)
    if as_json:
        print_json({"entity": session.entity, "period": period, "account": account, "comment_no": number})
    else:
        out.print(f"[green]✓[/green] comment {number} on account {account} of {session.entity} in {period}")
