"""Writing the binder of a close."""

from typing import TYPE_CHECKING

from cli.closing.asked import books
from tieout.errors import TieoutError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from reporting.close import ClosePackage


def write(home: Workspace, entity: str, period: str) -> "tuple[ClosePackage, Path]":
    """Write the binder of a period's latest close; the close, and the binder's folder."""
    from reporting.binder import render_binder  # noqa: PLC0415
    from reporting.close import close_package  # noqa: PLC0415

    with books(home) as connection:
        package = close_package(home, connection, entity, period)
        return package, render_binder(home, connection, package)


def bind(home: Workspace, entity: str, period: str, *, quietly: bool) -> None:
    """Write the binder of a close that was just made, and say where; the close stands either way."""
    from cli.screen import err, shown  # noqa: PLC0415

    try:
        _, folder = write(home, entity, period)
    except (TieoutError, OSError) as error:
        err.print(f"[yellow]![/yellow] the close stands, its binder is not written: {error}", soft_wrap=True)
        return
    if not quietly:
        err.print(f"[dim]· its binder is {shown(folder)}[/dim]", soft_wrap=True)
