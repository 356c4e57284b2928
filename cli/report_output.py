"""A report in the terminal, laid out like a financial statement."""

from rich.table import Table as Grid
from rich.text import Text

from cli.terminal import out
from reporting.printing import Document, Weight, as_read, counted_rows, rows_digest, shown_text
from reporting.printing.shown import SET_RIGHT

_LOOKS = {Weight.LINE: "", Weight.HEADING: "bold", Weight.SUBTOTAL: "bold", Weight.TOTAL: "bold"}


def print_report(document: Document) -> None:
    """Print the head, the table with its headings and total, and the hash by which its figures can be checked."""
    table = as_read(document.tables[0])
    head = document.head
    out.print(Text(head.title, style="bold"), Text(head.entity))
    out.print(Text(" · ".join(f"{name} {value}" for name, value in head.facts()[1:] if value), style="dim"))
    out.print()
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in table.columns:
        right = column.kind in SET_RIGHT
        grid.add_column(column.heading, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in table.rows:
        cells = [
            Text("  " * (row.indent if place == 0 else 0) + shown_text(cell, column.kind))
            for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
        ]
        grid.add_row(*cells, style=_LOOKS[row.weight], end_section=row.weight is Weight.TOTAL)
    out.print(grid)
    out.print()
    out.print(
        Text(f"{counted_rows(document.tables[0]):,} rows · sha256 {rows_digest(document.tables[0])}", style="dim")
    )
