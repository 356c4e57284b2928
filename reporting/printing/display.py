"""Tables and cells as people read them, on paper and in the terminal.

Negative figures stand in parentheses, zero is a dash, what is not there is nothing; the values of a group column are
headings, and the total comes last.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import compress, groupby

from reporting.printing.document import Cell, Kind, Row, Table, Weight, instant, one_line

SET_RIGHT = (Kind.NUMBER, Kind.PERCENT)
_LONGEST_TEXT = 700


def display_table(table: Table) -> Table:
    """The table with its group column as headings and its total as the last row.

    Columns that are not for paper are left out, and those that are empty in every row.
    """
    kept = [
        column.on_paper and column.name != table.group and _is_used(table, place)
        for place, column in enumerate(table.columns)
    ]
    columns = list(compress(table.columns, kept))
    kinds = {column.name: column.kind for column in table.columns}
    rows: list[Row] = []
    for value, members in groupby(table.rows, key=_group_of(table)):
        if value is not None:
            heading = display_text(value, kinds[str(table.group)])
            rows.append(Row([heading, *[None] * (len(columns) - 1)], Weight.HEADING))
        deeper = 0 if value is None else 1
        rows += [Row(list(compress(row.cells, kept)), row.weight, row.indent + deeper) for row in members]
    rows += [Row(list(compress(table.total.cells, kept)), table.total.weight)] if table.total else []
    return Table(table.name, table.title, columns, rows, note=table.note)


def _is_used(table: Table, place: int) -> bool:
    return not table.rows or any(row.cells[place] is not None for row in table.rows)


def _group_of(table: Table) -> Callable[[Row], Cell]:
    """What a row's heading is; None where the table has no groups."""
    if table.group is None:
        return lambda _row: None
    at = [column.name for column in table.columns].index(table.group)
    return lambda row: row.cells[at]


def display_text(cell: Cell, kind: Kind) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return instant(cell)[:16].replace("T", " ")
    if isinstance(cell, (Decimal, int)) and kind in SET_RIGHT:
        return _figure(cell, 1, " %") if kind is Kind.PERCENT else _figure(cell)
    text = one_line(str(cell))
    text = text.replace("_", " ").capitalize() if kind is Kind.WORD else text
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + " …"


def _figure(value: Decimal | int, decimals: int | None = None, unit: str = "") -> str:
    if not value:
        return "–"
    digits = f"{_unsigned(value):,}" if decimals is None else f"{_unsigned(value):,.{decimals}f}"
    return f"({digits}{unit})" if value < 0 else f"{digits}{unit}"


def _unsigned(value: Decimal | int) -> Decimal | int:
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)  # abs() of a Decimal rounds to 28 digits


def is_negative(cell: Cell) -> bool:
    """Whether it is a figure below zero, which stands in parentheses."""
    return isinstance(cell, (Decimal, int)) and cell < 0
