"""How figures and tables look in the terminal."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.printed import exact

_WIDE = None if sys.stdout.isatty() else 160
"""Into a file or a pipe, lines are not folded at the width of a terminal that is not there."""

out = Console(highlight=False, width=_WIDE)
err = Console(stderr=True, highlight=False, width=_WIDE)


def program() -> str:
    """How the user calls this program: by name where it is on the path, else by where it stands."""
    called = Path(sys.argv[0])
    found = shutil.which("tieout")
    return "tieout" if found and called.exists() and Path(found).samefile(called) else shown(called)


def shown(path: Path) -> str:
    """A path as a person would type it: from here on where it lies below, else in full."""
    relative = os.path.relpath(path)
    return str(path.absolute()) if relative.startswith("..") else relative


def amount(value: Decimal | None) -> str:
    """Thousands separated, two decimals at least, a real minus sign."""
    if value is None:
        return ""
    _, _, decimals = exact(value).partition(".")
    return f"{value:,.{max(2, len(decimals))}f}".replace("-", "−")


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[str] = ()) -> Table:
    """A plain table; columns named in `numbers` are set right."""
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        made.add_row(
            *(amount(cell) if isinstance(cell, Decimal) else "" if cell is None else str(cell) for cell in row)
        )
    return made
