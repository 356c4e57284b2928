"""A report in the terminal, laid out like a financial statement."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.table import Table as Grid
from rich.text import Text

from cli.terminal import out
from reporting.printing import Document, Table, Weight, counted_rows, display_table, display_text, rows_digest
from reporting.printing.display import SET_RIGHT

_LOOKS = {Weight.LINE: "", Weight.HEADING: "bold", Weight.SUBTOTAL: "bold", Weight.TOTAL: "bold"}
_GAP = 2
_LEAST_LABEL = 20
"""A column of text is folded to no fewer characters than this before a figure's column is left out."""


def print_report(document: Document) -> None:
    """Print the head, the table with its headings and total, and the hash by which its figures can be checked.

    Where the terminal is too narrow, columns are left out and named; figures are never broken.
    """
    table = display_table(document.tables[0])
    head = document.head
    out.print(Text(head.title, style="bold"), Text(head.entity))
    out.print(Text(" · ".join(f"{name} {value}" for name, value in head.facts()[1:] if value), style="dim"))
    out.print()
    shown = _fitting(table)
    out.print(_grid(table, shown))
    out.print()
    if len(shown) < len(table.columns):
        names = ", ".join(column.heading for place, column in enumerate(table.columns) if place not in shown)
        out.print(Text(f"Too narrow for: {names}. Widen the terminal, or write a file with --to.", style="yellow"))
    out.print(
        Text(f"{counted_rows(document.tables[0]):,} rows · sha256 {rows_digest(document.tables[0])}", style="dim")
    )


def _fitting(table: Table) -> list[int]:
    """The places of the columns that fit: empty ones are left out first, then the last ones; never the first."""
    widths = _widths(table)
    shown = list(range(len(table.columns)))
    if _fits(widths, shown):
        return shown
    shown = [place for place in shown if place == 0 or any(row.cells[place] for row in table.rows)]
    while len(shown) > 1 and not _fits(widths, shown):
        shown.pop()
    return shown


def _fits(widths: Sequence[int], shown: Sequence[int]) -> bool:
    return sum(widths[place] + _GAP for place in shown) - _GAP <= out.width


def _widths(table: Table) -> Sequence[int]:
    """The least width of each column: a figure whole, a text folded."""
    widths = []
    for place, column in enumerate(table.columns):
        longest = max(
            map(cell_len, [column.heading, *(display_text(row.cells[place], column.kind) for row in table.rows)])
        )
        widths.append(longest if column.kind in SET_RIGHT else min(longest, _LEAST_LABEL))
    return widths


def _grid(table: Table, shown: Sequence[int]) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for place in shown:
        column = table.columns[place]
        right = column.kind in SET_RIGHT
        grid.add_column(column.heading, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in table.rows:
        cells = [
            Text("  " * (row.indent if place == 0 else 0) + display_text(row.cells[place], table.columns[place].kind))
            for place in shown
        ]
        grid.add_row(*cells, style=_LOOKS[row.weight], end_section=row.weight is Weight.TOTAL)
    return grid
