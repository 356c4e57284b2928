"""`tieout exceptions`: what does not tie out, and working on it: listing, showing, deciding, booking, undoing."""

import typer

from cli.exceptions import booking, deciding, listing, showing, undoing, working


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    commands = typer.Typer(name="exceptions", invoke_without_command=True)
    for register in (listing, showing, working, deciding, booking, undoing):
        register.add_to(commands)
    app.add_typer(commands)
