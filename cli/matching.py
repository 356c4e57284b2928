"""`tieout match --dry-run` and `tieout rules suggest`: trying matching rules out before they are saved."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json
from tieout.errors import InputError

ReconciliationOption = Annotated[str | None, typer.Option(metavar="ID", help="Only this reconciliation.")]


def add_to(app: typer.Typer, rules: typer.Typer) -> None:
    """Register `match` with the program and `suggest` with the group of rules."""
    app.command("match")(match)
    rules.command("suggest")(suggest)


def match(  # noqa: PLR0913 - a command's options
    workspace: WorkspaceOption = HERE,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Match privately and publish nothing.")] = False,
    rules: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Changed rules: a whole tieout.yml, or only its reconciliations.",
            show_default="tieout.yml as it is now",
        ),
    ] = None,
    reconciliation: ReconciliationOption = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many matches gained, lost and moved of each.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Show what changed rules would confirm, lose and gain against what is published."""
    if not dry_run:
        raise InputError("`tieout match` only tries rules out: add --dry-run; `tieout run` matches and publishes")
    from cli import trying  # noqa: PLC0415
    from warehouse.dry_run.comparison import dry_run as tried  # noqa: PLC0415

    told = tried(opened(workspace), rules, reconciliation=reconciliation, first=limit)
    if as_json:
        print_json(told)
    else:
        trying.report(told)


def suggest(
    workspace: WorkspaceOption = HERE,
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

    home = opened(workspace)
    told = suggested(home, candidates(home.config, reconciliation, left, right))
    if as_json:
        print_json(told)
    else:
        typer.echo(told["yaml"], nl=False)
