"""A table on paper: figures right-aligned on their last digit, negative ones in parentheses, the header on every page.

Zero is printed as a dash and what is not there as nothing. The page is turned, and letters become smaller, where
columns would not fit otherwise; texts wrap.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, TableStyle

from reporting.printing.document import Column, Kind, Row, Table, Weight
from reporting.printing.pdf_fonts import BOLD, REGULAR, is_plain, marked_up, width
from reporting.printing.shown import SET_RIGHT, as_read, is_negative, shown_text

INK, GREY, RULE = HexColor("#1a1d21"), HexColor("#5f6770"), HexColor("#c9ced4")
_GAP = 4.0  # points beside a cell's text
_INDENT = 10.0
_WRAPS = (Kind.TEXT, Kind.WORD)
_TEXT_AT_LEAST = 95.0  # points that a text column is given before the page is turned
_WAYS = (("portrait", 8.5), ("portrait", 7.5), *(("landscape", size) for size in (8.0, 7.0, 6.0, 5.0)))

Command = tuple[Any, ...]


class Page(NamedTuple):
    """How a table is set: on which page, how wide that is (points), and the size of its letters."""

    template: str
    width: float
    size: float


def layout(table: Table, rooms: Mapping[str, float]) -> Page:
    """The first of the ways to set the table in which its columns fit; `rooms` are the points that a page has."""
    shown = as_read(table)
    ways = [Page(template, rooms[template], size) for template, size in _WAYS]
    return next((page for page in ways if sum(_least_widths(shown, page.size)) <= page.width), ways[-1])


def flowable(table: Table, page: Page) -> LongTable:
    """The table as reportlab breaks it over pages."""
    shown = as_read(table)
    columns, rows = shown.columns, shown.rows
    widths = _widths(shown, page)
    header = [_heading(column, wide, page.size) for column, wide in zip(columns, widths, strict=True)]
    cells = [[_cell(row, place, columns, widths[place], page.size) for place in range(len(columns))] for row in rows]
    made = LongTable([header, *cells], colWidths=widths, repeatRows=1, hAlign="LEFT")
    made.setStyle(TableStyle(_style(columns, rows, page.size)))
    return made


def _heading(column: Column, wide: float, size: float) -> Any:  # noqa: ANN401 - reportlab is untyped
    if width(column.heading, BOLD, size) + 2 * _GAP <= wide and is_plain(column.heading):
        return column.heading
    return _paragraph(column.heading, BOLD, size, right=column.kind in SET_RIGHT)


def _cell(row: Row, place: int, columns: Sequence[Column], wide: float, size: float) -> Any:  # noqa: ANN401
    kind = columns[place].kind
    text = shown_text(row.cells[place], kind)
    font = REGULAR if row.weight is Weight.LINE else BOLD
    room = wide - 2 * _GAP - (row.indent * _INDENT if place == 0 else 0)
    fits = kind not in _WRAPS or row.weight is Weight.HEADING or width(text, font, size) <= room
    return text if fits and is_plain(text) else _paragraph(text, font, size)


def _paragraph(text: str, font: str, size: float, *, right: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "cell",
        fontName=font,
        fontSize=size,
        leading=size * 1.25,
        textColor=INK,
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=1,
    )
    return Paragraph(marked_up(text), style)


def _natural_widths(table: Table, size: float) -> list[float]:
    """Points that each column takes when nothing in it wraps."""
    widths = []
    for place, column in enumerate(table.columns):
        longest = width(column.heading, BOLD, size)
        for row in table.rows:
            if row.weight is not Weight.HEADING:
                deep = row.indent * _INDENT if place == 0 else 0
                longest = max(longest, width(shown_text(row.cells[place], column.kind), BOLD, size) + deep)
        widths.append(longest + 2 * _GAP + (width(")", REGULAR, size) if column.kind in SET_RIGHT else 0))
    return widths


def _least_widths(table: Table, size: float) -> list[float]:
    """Points that each column needs: figures stand on one line, texts may wrap."""
    wraps = _TEXT_AT_LEAST * size / 8
    return [
        min(natural, wraps) if column.kind in _WRAPS else natural
        for column, natural in zip(table.columns, _natural_widths(table, size), strict=True)
    ]


def _widths(table: Table, page: Page) -> list[float]:
    """What is left of the page goes to texts that would wrap, then to the widest text."""
    least, natural = _least_widths(table, page.size), _natural_widths(table, page.size)
    left = max(0.0, page.width - sum(least))
    wanted = [full - narrow for full, narrow in zip(natural, least, strict=True)]
    share = min(1.0, left / sum(wanted)) if sum(wanted) else 0.0
    given = [narrow + want * share for narrow, want in zip(least, wanted, strict=True)]
    texts = [at for at, column in enumerate(table.columns) if column.kind in _WRAPS]
    given[max(texts, key=natural.__getitem__, default=0)] += max(0.0, page.width - sum(given))
    return given


def _style(columns: Sequence[Column], rows: Sequence[Row], size: float) -> list[Command]:
    """All of the table's looks as reportlab's commands."""
    last = (-1, -1)
    commands: list[Command] = [
        ("FONT", (0, 0), last, REGULAR, size, size * 1.25),
        ("FONTNAME", (0, 0), (-1, 0), BOLD),
        ("TEXTCOLOR", (0, 0), last, INK),
        ("VALIGN", (0, 0), last, "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), last, _GAP),
        ("RIGHTPADDING", (0, 0), last, _GAP),
        ("TOPPADDING", (0, 0), last, 1.6),
        ("BOTTOMPADDING", (0, 0), last, 1.6),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), last, 0.25, RULE),
    ]
    closing = width(")", REGULAR, size)
    for at, column in enumerate(columns):
        if column.kind in SET_RIGHT:
            commands += [("ALIGN", (at, 0), (at, -1), "RIGHT"), ("RIGHTPADDING", (at, 0), (at, -1), _GAP + closing)]
    for at, row in enumerate(rows, start=1):
        commands += _row_style(at, row, columns)
    return commands


def _row_style(at: int, row: Row, columns: Sequence[Column]) -> list[Command]:
    whole = ((0, at), (-1, at))
    commands: list[Command] = []
    if row.indent:
        commands.append(("LEFTPADDING", (0, at), (0, at), _GAP + row.indent * _INDENT))
    if row.weight is not Weight.LINE:
        commands.append(("FONTNAME", *whole, BOLD))
    if row.weight is Weight.HEADING:
        commands += [("SPAN", *whole), ("TOPPADDING", *whole, 6), ("NOSPLIT", (0, at), (0, at + 1))]
    if row.weight in (Weight.SUBTOTAL, Weight.TOTAL):
        commands.append(("LINEABOVE", *whole, 0.6, INK))
    if row.weight is Weight.TOTAL:
        commands.append(("LINEBELOW", *whole, 0.6, INK, "butt", None, None, 2, 1.2))
    commands += [
        ("RIGHTPADDING", (place, at), (place, at), _GAP)
        for place, column in enumerate(columns)
        if column.kind in SET_RIGHT and is_negative(row.cells[place])
    ]
    return commands
