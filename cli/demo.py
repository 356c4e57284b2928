"""`tieout demo`: a workspace with a sample company in it."""

from pathlib import Path
from typing import Annotated

import typer

from cli.ledger_connection import open_ledger
from tieout.errors import InputError
from tieout.workspace import CONFIG_NAME


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to create.")] = Path("demo"),
    *,
    journals: Annotated[int, typer.Option(min=100, max=5_000_000, help="How many journals the ledger has.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same company.")] = 7,
    discrepancies: Annotated[
        float | None,
        typer.Option(min=0, max=0.1, help="The share of its items where something is wrong.", show_default="few"),
    ] = None,
) -> None:
    """Create a workspace with a sample company, and post its ledger."""
    from cli.terminal import counted, err, out, program  # noqa: PLC0415
    from ledger.files import post_file  # noqa: PLC0415
    from sample import generate  # noqa: PLC0415
    from tieout.workspace import Workspace  # noqa: PLC0415

    if not (folder / CONFIG_NAME).exists():
        err.print(f"[dim]· writing the sample company to {folder} …[/dim]")
        generate(folder, journals=journals, seed=seed, discrepancies=discrepancies)
    workspace = Workspace.open(folder)
    err.print("[dim]· posting its ledger …[/dim]")
    posted = replayed = 0
    with open_ledger(workspace) as connection:
        for file in sorted((workspace.root / "postings").glob("*.csv")):
            answer = post_file(connection, workspace.config, file)
            posted, replayed = posted + answer.journals, replayed + answer.replayed
            if answer.refused:
                raise InputError(f"{file.name}: {answer.refused[0].where}: {answer.refused[0].reason}")
    out.print(f"[green]✓[/green] {folder}: {counted(posted, 'journal')} posted, {replayed:,} already posted")
    out.print(f"  Next: {program()} run -w {folder}")
