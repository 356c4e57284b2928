"""`tieout exceptions`: the queue of what does not tie out, and what a person can do about it."""

import typer

from cli.exceptions import decisions, drafts, queue, show, triage, undo


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    commands = typer.Typer(name="exceptions", invoke_without_command=True)
    for module in (queue, show, triage, decisions, drafts, undo):
        module.add_to(commands)
    app.add_typer(commands)
