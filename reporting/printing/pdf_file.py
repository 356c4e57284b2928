"""PDF: what is handed out. A4, upright or turned by what the table needs; each page says whose figures it has."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from reporting.printing.csv_file import counted_rows, rows_digest
from reporting.printing.document import Document, Table, Words, one_line
from reporting.printing.pdf_fonts import BOLD, REGULAR, marked_up, ready
from reporting.printing.pdf_pages import BOTTOM, MARGIN, TOP, numbered_canvas
from reporting.printing.pdf_table import GREY, INK, set_table
from tieout.errors import InputError

_MOST_ROWS = 20_000
Size = tuple[float, float]
_UPRIGHT: Size = A4
_TURNED: Size = (A4[1], A4[0])
_BETWEEN, _ROOM_FOR_A_BEGINNING = 18.0, 90.0
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=17, leading=22, textColor=INK)
_ENTITY = ParagraphStyle("entity", fontName=REGULAR, fontSize=11, leading=15, textColor=INK)
_FACTS = ParagraphStyle("facts", fontName=REGULAR, fontSize=8, leading=11.5, textColor=GREY)
_SECTION = ParagraphStyle("section", fontName=BOLD, fontSize=12, leading=16, textColor=INK, spaceAfter=4)
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9, leading=13, textColor=INK, spaceAfter=5)


class _Part(NamedTuple):
    """A part ready to be set, and the page that it needs."""

    size: Size
    flowables: list[Flowable]
    new_page: bool = False


def to_pdf(document: Document) -> bytes:
    """The file's bytes.

    Raises:
        InputError: a table is too long to be read on paper.
    """
    ready()
    content = io.BytesIO()
    title = one_line(document.head.title)
    made = BaseDocTemplate(content, invariant=1, lang="en", title=title, author="Tieout", subject=_subject(document))
    parts = [_part(part, alone=len(document.parts) == 1) for part in document.parts]
    sizes = (_UPRIGHT, _TURNED) if not parts or parts[0].size == _UPRIGHT else (_TURNED, _UPRIGHT)
    made.addPageTemplates([_template(size) for size in sizes])  # the first is that of the first page
    made.build([*_head(document), *_following(parts)], canvasmaker=numbered_canvas(document.head))
    return content.getvalue()


def _template(size: Size) -> PageTemplate:
    frame = Frame(MARGIN, BOTTOM, _room(size), size[1] - TOP - BOTTOM, 0, 0, 0, 0)
    return PageTemplate(_name(size), [frame], pagesize=size)


def _room(size: Size) -> float:
    return size[0] - 2 * MARGIN


def _name(size: Size) -> str:
    return f"{size[0]:.0f} wide"


def _following(parts: Sequence[_Part]) -> list[Flowable]:
    """The parts one after the other; one that says so, or needs the page turned, begins a new one."""
    story: list[Flowable] = []
    for before, part in zip((None, *parts), parts, strict=False):
        if before is not None:
            breaks = part.new_page or part.size != before.size
            story += [NextPageTemplate(_name(part.size)), PageBreak() if breaks else Spacer(0, _BETWEEN)]
        story += part.flowables
    return story


def _head(document: Document) -> list[Flowable]:
    head = document.head
    facts = [f"{name} {value}" for name, value in head.facts()[1:] if value]
    return [
        _paragraph(head.title, _TITLE),
        _paragraph(head.entity, _ENTITY),
        Spacer(0, 3),
        _paragraph(" · ".join(facts[:-2]), _FACTS),
        _paragraph(" · ".join(facts[-2:]), _FACTS),
        Spacer(0, 12),
    ]


def _part(part: Table | Words, *, alone: bool) -> _Part:
    title = [] if alone else [CondPageBreak(_ROOM_FOR_A_BEGINNING), _paragraph(part.title, _SECTION)]
    if isinstance(part, Words):
        return _Part(_UPRIGHT, [*title, *(_paragraph(text, _TEXT) for text in part.paragraphs)])
    if len(part.rows) > _MOST_ROWS:
        raise InputError(f"{part.title} has {len(part.rows):,} rows, paper takes {_MOST_ROWS:,}: ask for CSV or XLSX")
    if not part.rows:
        return _Part(_UPRIGHT, [*title, _paragraph("None.", _TEXT)], part.new_page)
    made = set_table(part, {"portrait": _room(_UPRIGHT), "landscape": _room(_TURNED)})
    below = [_paragraph(part.note, _FACTS)] if part.note else []
    below.append(_paragraph(f"{counted_rows(part):,} rows · SHA-256 of the CSV lines {rows_digest(part)}", _FACTS))
    size = _UPRIGHT if made.template == "portrait" else _TURNED
    return _Part(size, [*title, made.flowable, Spacer(0, 5), *below], part.new_page)


def _subject(document: Document) -> str:
    return "; ".join(f"{name}: {value}" for name, value in document.head.facts())


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(marked_up(text), style)
