"""`tieout match --dry-run`: trying matching rules out before they are saved."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, ReconciliationOption, WorkspaceOption, open_workspace
from cli.serialization import print_json
from tieout.errors import InputError


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("match")(match)


def match(  # noqa: PLR0913 - a command's options
    folder: WorkspaceOption = CURRENT_FOLDER,
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
    limit: Annotated[int, typer.Option(min=0, help="The most matches gained, lost and moved to show of each.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Show what changed rules would confirm, lose and gain against what is published."""
    if not dry_run:
        raise InputError("`tieout match` only tries rules out: add --dry-run; `tieout run` matches and publishes")
    from cli.match_output import print_dry_run  # noqa: PLC0415
    from warehouse.dry_run.comparison import dry_run as compare_rules  # noqa: PLC0415

    result = compare_rules(open_workspace(folder), rules, reconciliation=reconciliation, first=limit)
    if as_json:
        print_json(result)
    else:
        print_dry_run(result)
