"""A spreadsheet (Office Open XML): a sheet per table, and one that says what the figures are.

A cell is an IEEE 754 double, of which 15 decimal digits are safe: an amount of more digits is written as text, and the
sheet about the figures says how many there are. Rows are streamed to disk, so a large table costs no memory.
"""

import io
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter

from reporting.printing.csv_file import counted_rows, rows_digest
from reporting.printing.document import Document, Kind, Row, Table, Weight, Words, one_line
from reporting.printing.xlsx_cells import Styles, is_safe, write_row
from tieout.errors import InputError

_MOST_ROWS = 1_048_575
_WIDEST = 60
_LOOKED_AT = 2_000  # rows that a column's width is taken from
_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def to_xlsx(document: Document) -> bytes:
    """The file's bytes.

    Raises:
        InputError: a table has more rows than a sheet can hold.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        created = document.head.known_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": one_line(document.head.title), "author": "Tieout", "created": created})
        styles = Styles(book.add_format)
        names = _sheet_names([*(table.title for table in document.tables), "About"])
        for name, table in zip(names, document.tables, strict=False):
            _sheet(book.add_worksheet(name), document, table, styles)
        _about(book.add_worksheet(names[-1]), document, styles)
    return content.getvalue()


def _sheet(sheet: Any, document: Document, table: Table, styles: Styles) -> None:  # noqa: ANN401
    """One table: its header stays in sight and on every printed page.

    Raises:
        InputError: the table has more rows than a sheet.
    """
    if len(table.rows) > _MOST_ROWS:
        raise InputError(f"{table.title} has {len(table.rows):,} rows, a sheet holds {_MOST_ROWS:,}: ask for CSV")
    kinds = [column.kind for column in table.columns]
    for place, width in enumerate(_widths(table)):
        sheet.set_column(place, place, width)
    write_row(sheet, 0, Row([c.heading for c in table.columns], Weight.SUBTOTAL), [Kind.TEXT] * len(kinds), styles)
    for at, row in enumerate(table.rows, start=1):
        write_row(sheet, at, row, kinds, styles)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    head = document.head
    sheet.set_header(f"&L{_code(head.entity)}&C&B{_code(table.title)}&R{_code(head.period)}")
    sheet.set_footer(f"&Las of {head.as_of} · run {head.run_id or '–'}&RPage &P of &N")


def _about(sheet: Any, document: Document, styles: Styles) -> None:  # noqa: ANN401
    """What the figures are, what each table counts, and the words between them."""
    rows = [Row((document.head.title, None), Weight.HEADING), *(Row(fact) for fact in document.head.facts())]
    for table in document.tables:
        rows += [
            Row((None, None)),
            Row((table.title, None), Weight.HEADING),
            Row(("rows", counted_rows(table))),
            Row(("sha256", rows_digest(table))),
        ]
        unsafe = sum(
            1
            for row in table.rows
            for cell in row.cells
            if isinstance(cell, (Decimal, int)) and not isinstance(cell, bool) and not is_safe(cell)
        )
        if unsafe:
            rows.append(Row(("written as text", f"{unsafe} numbers of more than 15 digits, which a cell would round")))
        if table.note:
            rows.append(Row(("note", table.note)))
    for part in document.parts:
        if isinstance(part, Words):
            rows += [Row((None, None)), Row((part.title, None), Weight.HEADING)]
            rows += [Row((None, paragraph)) for paragraph in part.paragraphs]
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for at, row in enumerate(rows):
        write_row(sheet, at, row, [Kind.TEXT, Kind.NUMBER], styles)


def _widths(table: Table) -> list[int]:
    """Characters that each column needs, from its heading and its first rows."""
    widths = []
    for place, column in enumerate(table.columns):
        longest = max((_shown_length(row, place) for row in table.rows[:_LOOKED_AT]), default=0)
        widths.append(min(_WIDEST, max(len(column.heading), longest) + 2))
    return widths


def _shown_length(row: Row, place: int) -> int:
    cell = row.cells[place]
    text = f"({cell:,f})" if isinstance(cell, Decimal) else "" if cell is None else str(cell)
    return len(text) + (row.indent if place == 0 else 0)


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that a spreadsheet takes: at most 31 characters, without its own signs, each of them once."""
    names: list[str] = []
    for title in titles:
        base = one_line(title.translate(_NOT_IN_SHEET_NAMES))[:_SHEET_NAME].strip() or "Table"
        name, number = base, 1
        while name.casefold() in {each.casefold() for each in names}:
            number += 1
            name = f"{base[: _SHEET_NAME - len(str(number)) - 1]} {number}"
        names.append(name)
    return names


def _code(text: str) -> str:
    """A text in a sheet's header, where `&` begins a code; the whole header may have 255 characters."""
    return one_line(text)[:70].replace("&", "&&")
