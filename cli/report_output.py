"""A report in the terminal, laid out like a financial statement."""

from collections.abc import Sequence
from itertools import accumulate

from rich.cells import cell_len
from rich.table import Table as Grid
from rich.text import Text

from cli.terminal import out
from reporting.printing import Document, Table, Weight, as_read, counted_rows, rows_digest, shown_text
from reporting.printing.shown import SET_RIGHT

_LOOKS = {Weight.LINE: "", Weight.HEADING: "bold", Weight.SUBTOTAL: "bold", Weight.TOTAL: "bold"}
_GAP = 2
_LEAST_LABEL = 16
"""A column of text is folded to no fewer characters than this before a figure's column is left out."""


def print_report(document: Document) -> None:
    """Print the head, the table with its headings and total, and the hash by which its figures can be checked.

    Where the terminal is too narrow, the last columns are left out and named; figures are never broken.
    """
    table = as_read(document.tables[0])
    head = document.head
    out.print(Text(head.title, style="bold"), Text(head.entity))
    out.print(Text(" · ".join(f"{name} {value}" for name, value in head.facts()[1:] if value), style="dim"))
    out.print()
    fitting = _fitting(table)
    out.print(_grid(table, fitting))
    out.print()
    if fitting < len(table.columns):
        names = ", ".join(column.heading for column in table.columns[fitting:])
        out.print(Text(f"Too narrow for: {names}. Widen the terminal, or write a file with --to.", style="yellow"))
    out.print(
        Text(f"{counted_rows(document.tables[0]):,} rows · sha256 {rows_digest(document.tables[0])}", style="dim")
    )


def _fitting(table: Table) -> int:
    """How many columns fit, from the first one on."""
    ends = [width + _GAP for width in _widths(table)]
    return max(1, sum(end <= out.width + _GAP for end in accumulate(ends)))


def _widths(table: Table) -> Sequence[int]:
    """The least width of each column: a figure whole, a text folded."""
    widths = []
    for place, column in enumerate(table.columns):
        longest = max(
            map(cell_len, [column.heading, *(shown_text(row.cells[place], column.kind) for row in table.rows)])
        )
        widths.append(longest if column.kind in SET_RIGHT else min(longest, _LEAST_LABEL))
    return widths


def _grid(table: Table, fitting: int) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    columns = table.columns[:fitting]
    for column in columns:
        right = column.kind in SET_RIGHT
        grid.add_column(column.heading, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in table.rows:
        cells = [
            Text("  " * (row.indent if place == 0 else 0) + shown_text(cell, column.kind))
            for place, (cell, column) in enumerate(zip(row.cells[:fitting], columns, strict=True))
        ]
        grid.add_row(*cells, style=_LOOKS[row.weight], end_section=row.weight is Weight.TOTAL)
    return grid
