"""The period-end close: `tieout close`, `reopen`, `periods`, `checklist`, `flux`, `binder`."""

import typer

from cli.close import binder, checklist, close, flux, periods, reopen


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (close, reopen, periods, checklist, flux, binder):
        command.add_to(app)
