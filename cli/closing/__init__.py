"""`tieout close`, `reopen`, `periods`, `checklist`, `flux`: a reconciled period becomes one that people vouch for."""

import typer

from cli.closing import explaining, looking, reopening, vouching


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for register in (vouching, reopening, looking, explaining):
        register.add_to(app)
