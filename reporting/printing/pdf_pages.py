"""What stands on every page: whose figures these are, what gives them again, and which page of how many."""

from typing import Any

from reportlab.pdfgen.canvas import Canvas

from reporting.printing.document import Head, instant, one_line
from reporting.printing.pdf_fonts import REGULAR, is_plain, width
from reporting.printing.pdf_table import GREY, RULE

MARGIN, TOP, BOTTOM = 42.0, 50.0, 48.0
_SIZE = 7.0


def numbered_canvas(head: Head) -> type[Canvas]:
    """A canvas that draws its pages at the end, when it knows how many there are."""

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab is untyped
        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(*args, **kwargs)
            self._drawn: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            """Keep the page until the number of all is known; reportlab calls this."""
            self._drawn.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Write the pages, each with its number of how many; reportlab calls this."""
            for number, page in enumerate(self._drawn, start=1):
                self.__dict__.update(page)
                _frame(self, head, f"Page {number} of {len(self._drawn)}", first=number == 1)
                super().showPage()
            super().save()

    return Numbered


def _frame(page: Any, head: Head, number: str, *, first: bool) -> None:  # noqa: ANN401
    """The lines above and below the page's content."""
    wide, high = page._pagesize  # noqa: SLF001 - reportlab has no other name for it
    page.setFont(REGULAR, _SIZE)
    page.setFillColor(GREY)
    page.setStrokeColor(RULE)
    page.setLineWidth(0.4)
    if not first:
        _text(page, MARGIN, high - 30, head.entity)
        title = one_line(f"{head.title} {head.period}")
        _text(page, wide - MARGIN - width(title, REGULAR, _SIZE), high - 30, title)
        page.line(MARGIN, high - 35, wide - MARGIN, high - 35)
    page.line(MARGIN, 36, wide - MARGIN, 36)
    run = f" · run {head.run_id}" if head.run_id else ""
    _text(page, MARGIN, 26, f"Tieout · as of {head.as_of} · known at {instant(head.known_at)[:19]}Z{run}")
    _text(page, wide - MARGIN - width(number, REGULAR, _SIZE), 26, number)


def _text(page: Any, across: float, up: float, text: str) -> None:  # noqa: ANN401
    """One line; characters that our font lacks are replaced here, the title of the first page has them."""
    plain = "".join(each if is_plain(each) else "\N{REPLACEMENT CHARACTER}" for each in one_line(text))
    page.drawString(across, up, plain)
