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

from reporting.printing.display import SET_RIGHT, display_table, display_text, is_negative
from reporting.printing.document import Column, Kind, Row, Table, Weight
from reporting.printing.pdf_fonts import BOLD, REGULAR, is_plain, marked_up, width

INK, GREY, RULE = HexColor("#1a1d21"), HexColor("#5f6770"), HexColor("#c9ced4")
_GAP = 4.0  # points beside a cell's text
_INDENT = 1.25  # of the size of the letters
_WRAPS = (Kind.TEXT, Kind.WORD)
_TEXT_AT_LEAST = 12.0  # sizes of the letters that a text column is given before the page is turned
_WAYS = (("portrait", 8.5), ("portrait", 7.5), *(("landscape", size) for size in (8.0, 7.0, 6.0, 5.0)))
_ON_ONE_LINE = 3  # of these ways are tried for a table in which nothing wraps

Command = tuple[Any, ...]


class Page(NamedTuple):
    """How a table is set: on which page, how wide that is (points), and the size of its letters."""

    template: str
    width: float
    size: float


class SetTable(NamedTuple):
    """A table that is ready to be broken over pages, and the page that it needs."""

    template: str
    flowable: LongTable


def set_table(table: Table, rooms: Mapping[str, float]) -> SetTable:
    """Set a table on the first page on which its columns fit; `rooms` are the points that each page has."""
    shown = display_table(table)
    ems = _widest_texts(shown)
    page = _page(shown.columns, ems, rooms)
    widths = _widths(shown.columns, ems, page)
    header = [_heading(column, wide, page.size) for column, wide in zip(shown.columns, widths, strict=True)]
    rows = [_cells(row, shown.columns, widths, page.size) for row in shown.rows]
    made = LongTable([header, *rows], colWidths=widths, repeatRows=1, hAlign="LEFT")
    made.setStyle(TableStyle(_style(shown.columns, shown.rows, page.size)))
    return SetTable(page.template, made)


def _page(columns: Sequence[Column], ems: Sequence[float], rooms: Mapping[str, float]) -> Page:
    """The first way in which the columns fit, preferably without a text that wraps; else the tightest."""
    ways = [Page(template, rooms[template], size) for template, size in _WAYS]
    on_one_line = [page for page in ways[:_ON_ONE_LINE] if sum(_natural(ems, page.size)) <= page.width]
    wrapping = [page for page in ways if sum(_least(columns, ems, page.size)) <= page.width]
    return [*on_one_line, *wrapping, ways[-1]][0]


def _heading(column: Column, wide: float, size: float) -> Any:  # noqa: ANN401 - reportlab is untyped
    if width(column.heading, BOLD, size) + 2 * _GAP <= wide and is_plain(column.heading):
        return column.heading
    return _paragraph(column.heading, BOLD, size, right=column.kind in SET_RIGHT)


def _cells(row: Row, columns: Sequence[Column], widths: Sequence[float], size: float) -> list[Any]:
    font = REGULAR if row.weight is Weight.LINE else BOLD
    made = []
    for place, (cell, column, wide) in enumerate(zip(row.cells, columns, widths, strict=True)):
        text = display_text(cell, column.kind)
        room = wide - 2 * _GAP - (row.indent * _INDENT * size if place == 0 else 0)
        fits = column.kind not in _WRAPS or row.weight is Weight.HEADING or width(text, font, size) <= room
        made.append(text if fits and is_plain(text) else _paragraph(text, font, size))
    return made


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


def _widest_texts(table: Table) -> list[float]:
    """How wide each column's widest text is, in sizes of its letters."""
    widest = [width(column.heading, BOLD, 1) for column in table.columns]
    for row in table.rows:
        if row.weight is not Weight.HEADING:
            for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
                deep = row.indent * _INDENT if place == 0 else 0
                widest[place] = max(widest[place], width(display_text(cell, column.kind), BOLD, 1) + deep)
    closing = width(")", BOLD, 1)
    return [
        wide + (closing if column.kind in SET_RIGHT else 0) for wide, column in zip(widest, table.columns, strict=True)
    ]


def _natural(ems: Sequence[float], size: float) -> list[float]:
    """Points that each column takes when nothing in it wraps."""
    return [wide * size + 2 * _GAP for wide in ems]


def _least(columns: Sequence[Column], ems: Sequence[float], size: float) -> list[float]:
    """Points that each column needs: figures stand on one line, texts may wrap."""
    natural = _natural(ems, size)
    return [
        min(wide, _TEXT_AT_LEAST * size) if column.kind in _WRAPS else wide
        for wide, column in zip(natural, columns, strict=True)
    ]


def _widths(columns: Sequence[Column], ems: Sequence[float], page: Page) -> list[float]:
    """What is left of the page goes to texts that would wrap, the shortest first, then to the widest text."""
    given, natural = _least(columns, ems, page.size), _natural(ems, page.size)
    left = max(0.0, page.width - sum(given))
    waiting = sorted(range(len(given)), key=lambda at: natural[at] - given[at])
    for place, at in enumerate(waiting):
        more = min(natural[at] - given[at], left / (len(waiting) - place))
        given[at] += more
        left -= more
    texts = [at for at, column in enumerate(columns) if column.kind in _WRAPS]
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
        commands += _row_style(at, row, columns, size)
    return commands


def _row_style(at: int, row: Row, columns: Sequence[Column], size: float) -> list[Command]:
    whole = ((0, at), (-1, at))
    commands: list[Command] = []
    if row.indent:
        commands.append(("LEFTPADDING", (0, at), (0, at), _GAP + row.indent * _INDENT * size))
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
