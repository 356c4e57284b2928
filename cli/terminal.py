"""How figures and tables look in the terminal."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from cli.serialization import exact

_WIDTH_WITHOUT_TERMINAL = None if sys.stdout.isatty() else 160
"""Into a file or a pipe, lines are not folded at the width of a terminal that is not there."""

out = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
err = Console(stderr=True, highlight=False, width=_WIDTH_WITHOUT_TERMINAL)


_GAP = 2
_LEAST_WRAPPED = 24


class Column(NamedTuple):
    """A column that may be left out where the terminal is too narrow for all.

    Attributes:
        heading: the text above it.
        importance: 1 for the last one to be left out.
        is_number: aligned right, and never cut.
        most: a text is cut after so many characters.
        wraps: a text that goes over several lines instead, as wide as the others leave it room.
    """

    heading: str
    importance: int
    is_number: bool = False
    most: int = 40
    wraps: bool = False


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
    """A plain table of all columns; those named in `numbers` are aligned right and never broken."""
    made = _empty_table()
    made.show_header = any(columns)
    for column in columns:
        is_number = column in numbers
        made.add_column(column, justify="right" if is_number else "left", overflow="fold", no_wrap=is_number)
    for row in rows:
        made.add_row(*map(_text, row))
    return made


def fitted_table(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Table:
    """The most important columns that fit side by side, in their own order."""
    cells = [[_text(cell) for cell in row] for row in rows]
    longest = [max(map(cell_len, [column.heading, *texts])) for column, *texts in zip(columns, *cells, strict=True)]
    widths = [_least_width(column, length) for column, length in zip(columns, longest, strict=True)]
    shown: set[int] = set()
    for place in sorted(range(len(columns)), key=lambda place: columns[place].importance):
        if sum(widths[each] + _GAP for each in shown) + widths[place] <= out.width:
            shown.add(place)
    left_over = out.width - sum(widths[place] + _GAP for place in shown) + _GAP
    made = _empty_table()
    for place in sorted(shown):
        column = columns[place]
        made.add_column(
            column.heading,
            justify="right" if column.is_number else "left",
            overflow="fold" if column.wraps else "ellipsis",
            no_wrap=not column.wraps,
            width=min(longest[place], widths[place] + left_over) if column.wraps else widths[place],
        )
    for row in cells:
        made.add_row(*(row[place] for place in sorted(shown)))
    return made


def _empty_table() -> Table:
    return Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))


def _least_width(column: Column, longest: int) -> int:
    if column.is_number:
        return longest
    return min(longest, _LEAST_WRAPPED if column.wraps else column.most)


def _text(cell: object) -> str:
    if isinstance(cell, Decimal):
        return amount(cell)
    return "" if cell is None else str(cell)
