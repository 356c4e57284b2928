"""`tieout run`: ingest → build → audit → publish."""

import gc
import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from orchestration.run.interrupts import translate_interrupt
from warehouse.targets import Target

RARE_COLLECTIONS = (200_000, 20, 100)
"""A run makes much and drops little before it ends: with Python's own thresholds a seventh of it goes into looking."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("run")(run)


def run(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    target: Annotated[Target, typer.Option(help="The engine to build on.")] = Target.duckdb,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Judge what is in transit as of this day.", show_default="today"),
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run to end.")] = 600,
    as_json: JsonOption = False,
) -> None:
    """Read the inboxes, match, build the marts, audit them and publish."""
    gc.set_threshold(*RARE_COLLECTIONS)
    with translate_interrupt():
        from cli import run_output  # noqa: PLC0415
        from orchestration.run.execute import execute  # noqa: PLC0415

        workspace = open_workspace(folder)
        outcome = execute(
            workspace,
            progress=run_output.silent if as_json else run_output.progress,
            target=target,
            as_of=as_of.date() if as_of else None,
            wait_seconds=wait,
        )
    if as_json:
        sys.stdout.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    else:
        run_output.print_run(workspace, outcome)
    if outcome["status"] == "rejected":
        raise typer.Exit(1)
