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

from cli.serialization import exact

_WIDTH_WITHOUT_TERMINAL = None if sys.stdout.isatty() else 160
"""Into a file or a pipe, lines are not folded at the width of a terminal that is not there."""

out = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
err = Console(stderr=True, highlight=False, width=_WIDTH_WITHOUT_TERMINAL)


def program() -> str:
    """How the user calls this program: by name where it is on the path, else by its own path."""
    called = Path(sys.argv[0])
    on_path = shutil.which("tieout")
    return "tieout" if on_path and called.exists() and Path(on_path).samefile(called) else relative_path(called)


def relative_path(path: Path) -> str:
    """A path as a person would type it: relative where it lies below the current folder, else in full."""
    relative = os.path.relpath(path)
    return str(path.absolute()) if relative.startswith("..") else relative


def amount(value: Decimal | None) -> str:
    """Thousands separated, two decimals at least, a real minus sign."""
    if value is None:
        return ""
    _, _, decimals = exact(value).partition(".")
    return f"{value:,.{max(2, len(decimals))}f}".replace("-", "−")


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s in the plural: "1 journal", "2,000 journals"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[str] = ()) -> Table:
    """A plain table; the columns named in `numbers` are aligned right and never broken."""
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        is_number = column in numbers
        made.add_column(column, justify="right" if is_number else "left", overflow="fold", no_wrap=is_number)
    for row in rows:
        made.add_row(
            *(amount(cell) if isinstance(cell, Decimal) else "" if cell is None else str(cell) for cell in row)
        )
    return made
