"""`tieout rules`: the posting rules that there are; `tieout rules suggest`: matching rules proposed from the data."""

from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, ReconciliationOption, WorkspaceOption, open_workspace
from cli.serialization import print_json


def add_to(app: typer.Typer) -> None:
    """Register the group; without a further word it lists the posting rules."""
    group = typer.Typer(help=rules.__doc__, invoke_without_command=True, rich_markup_mode="rich")
    group.callback()(rules)
    group.command("suggest")(suggest)
    app.add_typer(group, name="rules")


def rules(
    context: typer.Context,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    chart: Annotated[
        bool, typer.Option("--chart", help="Print the accounts that the built-in rules use, as CSV.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the posting rules: the events that there are, and the fields of each."""
    from cli.terminal import out, table  # noqa: PLC0415
    from ledger.rules import Rules, chart_extension  # noqa: PLC0415

    if context.invoked_subcommand is not None:
        return
    if chart:
        typer.echo(chart_extension(), nl=False)
        return
    loaded = Rules.of(open_workspace(folder))
    listed = [(name, template.says, ", ".join(template.fields)) for name, template in sorted(loaded.templates.items())]
    if as_json:
        print_json({"events": [dict(zip(("type", "says", "fields"), row, strict=True)) for row in listed]})
    else:
        out.print(table(("event", "says", "fields"), listed))


def suggest(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    reconciliation: ReconciliationOption = None,
    left: Annotated[
        str | None, typer.Option(metavar="SOURCE[:ACCOUNT]", help="The left side, such as ledger:1000.")
    ] = None,
    right: Annotated[str | None, typer.Option(metavar="SOURCE[:ACCOUNT]", help="The right side, such as bank.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Propose matching rules from the data, with the evidence, ready to paste into tieout.yml."""
    from reconcile.suggest import candidates  # noqa: PLC0415
    from warehouse.dry_run.suggesting import suggested  # noqa: PLC0415

    workspace = open_workspace(folder)
    proposed = suggested(workspace, candidates(workspace.config, reconciliation, left, right))
    if as_json:
        print_json(proposed)
    else:
        typer.echo(proposed["yaml"], nl=False)
