"""Cells of a spreadsheet: which values a double holds exactly, and how each kind is shown."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reporting.printing.document import Cell, Kind, Row, Weight, instant

SAFE_DIGITS = 15
"""Every decimal of so many significant digits is given back unchanged by the double that is nearest to it."""
_MOST_TEXT = 32_767
_CUT = " … (cut: the CSV file has all of it)"
_FIRST_YEAR = 1900
_MOST_INDENT = 15


class Styles:
    """A workbook's formats, each made once: a workbook may have some ten thousand, a table many more cells."""

    def __init__(self, make: Callable[[dict[str, Any]], Any]) -> None:
        self._make = make
        self._made: dict[tuple[Weight, str, int], Any] = {}

    def of(self, weight: Weight, number_format: str = "", indent: int = 0) -> Any:  # noqa: ANN401 - untyped library
        """The format of a cell in a row of that weight."""
        key = (weight, number_format, indent)
        if key not in self._made:
            looks: dict[str, Any] = {"bold": weight is not Weight.LINE, "valign": "top"}
            looks |= {"num_format": number_format} if number_format else {}
            looks |= {"indent": min(indent, _MOST_INDENT)} if indent else {}
            looks |= {"top": 1} if weight in (Weight.SUBTOTAL, Weight.TOTAL) else {}
            looks |= {"bottom": 6} if weight is Weight.TOTAL else {}
            self._made[key] = self._make(looks)
        return self._made[key]


def is_safe(value: Decimal | int) -> bool:
    """Whether a cell holds the number exactly, whatever reads it."""
    digits = "".join(map(str, Decimal(value).as_tuple().digits))
    return len(digits.strip("0")) <= SAFE_DIGITS


def number_format(value: Decimal | int, kind: Kind) -> str:
    """As many decimals as the value has, thousands separated, negative amounts in parentheses.

    A number in a column that is not one of figures (a year, a line's number) identifies: its digits are not grouped.
    """
    if kind is Kind.PERCENT:
        return '0.0" %"_);(0.0" %")'
    if kind is not Kind.NUMBER:
        return "0"
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    decimals = "." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else ""
    return f"#,##0{decimals}_);(#,##0{decimals})"


def write_row(sheet: Any, at: int, row: Row, kinds: list[Kind], styles: Styles) -> None:  # noqa: ANN401
    """Write one row; the first cell takes the row's indent."""
    for place, (cell, kind) in enumerate(zip(row.cells, kinds, strict=True)):
        indent = row.indent if place == 0 else 0
        _write(sheet, (at, place), cell, kind, lambda form="", deep=indent: styles.of(row.weight, form, deep))


def _write(sheet: Any, at: tuple[int, int], cell: Cell, kind: Kind, style: Callable[..., Any]) -> None:  # noqa: ANN401
    if cell is None:
        sheet.write_blank(*at, None, style())
    elif isinstance(cell, bool):
        sheet.write_boolean(*at, cell, style())
    elif isinstance(cell, (Decimal, int)) and is_safe(cell):
        sheet.write_number(*at, cell, style(number_format(cell, kind)))
    elif isinstance(cell, datetime):
        sheet.write_string(*at, instant(cell), style())
    elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), style("yyyy-mm-dd"))  # noqa: DTZ001
    else:
        sheet.write_string(*at, _text(cell), style())


def _text(cell: Cell) -> str:
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - len(_CUT)] + _CUT
