"""Letters on paper: DejaVu Sans Condensed, which comes with Tieout; for Chinese, Japanese, Korean the reader's own.

Nothing is taken from the machine that prints, so the same document has the same bytes everywhere. A character that no
font has is printed as the replacement character; CSV and spreadsheet have it as it is.
"""

from functools import cache
from html import escape
from importlib import resources
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Tieout", "Tieout-Bold"
_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}
_CHINESE, _KOREAN = "STSong-Light", "HYSMyeongJo-Medium"  # not embedded: every PDF reader brings its own
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_HANGUL = range(0xAC00, 0xD7A4)
_EAST_ASIAN = (range(0x2E80, 0x2FE0), range(0x3000, 0xA000), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0))


@cache
def ready() -> frozenset[int]:
    """Make the fonts known to reportlab; returns the code points that our own have."""
    folder = resources.files(__package__) / "fonts"
    for name, file in _FILES.items():
        with resources.as_file(folder / file) as path:
            pdfmetrics.registerFont(TTFont(name, path))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    for name in (_CHINESE, _KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def is_plain(text: str) -> bool:
    """Whether our own font has every character."""
    return ready().issuperset(map(ord, text))


def width(text: str, font: str, size: float) -> float:
    """Points that a text takes; characters of other fonts count as wide as they are high."""
    if is_plain(text):
        return float(pdfmetrics.stringWidth(text, font, size))
    own = "".join(filter(is_plain, text))
    return float(pdfmetrics.stringWidth(own, font, size)) + size * (len(text) - len(own))


def marked_up(text: str) -> str:
    """The text as reportlab's paragraphs take it, each run of characters in a font that has them."""
    return "".join(_run(font, "".join(run)) for font, run in groupby(text, key=_font_of))


def _run(font: str, text: str) -> str:
    if font == REGULAR:
        return escape(text).replace("\n", "<br/>")
    return f'<font name="{font}">{escape(text)}</font>' if font else _UNKNOWN * len(text)


def _font_of(character: str) -> str:
    code = ord(character)
    if character == "\n" or code in ready():
        return REGULAR
    if code in _HANGUL:
        return _KOREAN
    return _CHINESE if any(code in block for block in _EAST_ASIAN) else ""
