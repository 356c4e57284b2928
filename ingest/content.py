"""What a file is by its first bytes, before any reader: a workbook as CSV, an archive as XML, a portal's error page.

Readers say what is wrong in a file of their kind; what they would say of a file of another kind helps nobody. So a
format declares its `content`, and a file that surely is something else is refused by what it is, with what to do.
Whatever is not recognised is left to the reader.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import InputError
from tieout.formats import Content, Format, every_format

_HEAD = 1 << 16
_TEXT = 8192
_SHOWN = 60
_NAMES: dict[Content, str] = {
    "table": "a delimited text (CSV)",
    "xml": "a camt document (XML)",
    "swift": "an MT940 text",
    "parquet": "Parquet",
}

_DOWNLOAD = "download the statement as {needs}"
_UNPACK = "unpack it and deliver the file that is in it"
_SAVE = "save it as {needs} or download that, and deliver it"
_DECRYPT = "decrypt it and deliver the result"
_AGAIN = "log in and download the file again"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (.xls, or one with a password)", _SAVE),
    (b"\x09\x08\x10\x00", "an old Excel workbook (.xls)", _SAVE),
    (b"\x09\x08\x08\x00", "an old Excel workbook (.xls)", _SAVE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"%PDF-", "a PDF, which is for reading and printing", _DOWNLOAD),
    (b"{\\rtf", "a Word document (.rtf)", _DOWNLOAD),
    (b"\x89PNG\r\n", "a picture (PNG)", _DOWNLOAD),
    (b"\xff\xd8\xff", "a picture (JPEG)", _DOWNLOAD),
    (b"GIF8", "a picture (GIF)", _DOWNLOAD),
    (b"II*\x00", "a picture (TIFF)", _DOWNLOAD),
    (b"MM\x00*", "a picture (TIFF)", _DOWNLOAD),
    (b"-----BEGIN PGP MESSAGE", "encrypted (PGP)", _DECRYPT),
    (b"-----BEGIN PKCS7", "encrypted (PKCS #7)", _DECRYPT),
)
_ZIPPED = (
    (b"opendocument.spreadsheet", ".ods", "a spreadsheet (.ods)", _SAVE),
    (b"xl/", ".xlsx", "an Excel workbook, a spreadsheet (.xlsx)", _SAVE),
    (b"xl/", ".xlsm", "an Excel workbook, a spreadsheet (.xlsm)", _SAVE),
    (b"xl/", ".xlsb", "an Excel workbook, a spreadsheet (.xlsb)", _SAVE),
    (b"word/", ".docx", "a Word document (.docx)", _DOWNLOAD),
)

_PROLOG = r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
_HTML = re.compile(
    _PROLOG + r"<(?:!doctype\s+html|html|head|body|meta|script|title|table|div|center|h1)(?=[\s>])(?!>[,;\t|])",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"<(?:title|h1)\b[^>]*>(.*?)</", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|(?:<!--.*?-->\s*)*<[A-Za-z_][\w.:-]*\s+[\w.:-]+\s*=\s*[\"'])", re.DOTALL)
_CAMT = re.compile(r"\bcamt\.05[234]\.")
_WORKBOOK_XML = re.compile(r"<\?mso-application\s+progid=\"Excel\.|urn:schemas-microsoft-com:office:spreadsheet")
_OFX = re.compile(r"\s*OFXHEADER\s*:|\s*(?:<\?[^>]*>\s*)*<OFX>", re.IGNORECASE)
_QIF = re.compile(r"\s*!(?:Type|Account|Option):", re.IGNORECASE)
_BAI2 = re.compile(r"\s*01,[^\n]*\n\s*0[1-3],")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_SWIFT_TAG = re.compile(r"^(?:\{1:.*\{4:)?:(20|25P?|28C?|60[FM]|61|62[FM]|34F|13D?|90[CD]):", re.MULTILINE)
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file is, and what to do with one that should be something else; `content` where a format reads it."""

    what: str
    remedy: str = _DOWNLOAD
    content: Content | None = None


def assert_content(path: Path, form: Format) -> None:
    """Check that a file is not plainly something else than its format reads.

    Raises:
        InputError: it is; the text says what it is and what to do.
    """
    if form.content is None:
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _binary(head, path) or _text(head, form.content)
    if found is None or found.content == form.content:
        return
    needs = _NAMES[form.content]
    remedy = found.remedy.format(needs=needs)
    if found.content is not None:
        remedy = _where_it_belongs(found.content, form)
    raise InputError(f"is {found.what}, where format '{form.name}' reads {needs}: {remedy}")


def _where_it_belongs(content: Content, form: Format) -> str:
    names = [f"'{each.name}'" for each in every_format() if each.content == content and each.reads == form.reads]
    if not names:
        return "take it out of this source's folder"
    return f"deliver it to a source whose `format` is {' or '.join(names)}"


def _binary(head: bytes, path: Path) -> _Found | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(head, path)
    if head.startswith(b"PAR1"):
        return _Found("a Parquet file", content="parquet")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic) or (magic.isascii() and start.startswith(magic)):
            return _Found(what, remedy)
    return None


def _zipped(head: bytes, path: Path) -> _Found:
    """A ZIP archive, or one of the documents that are: known by the names in it, or by its own."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _HEAD, 0))
        names = head + file.read()
    suffix = path.suffix.lower()
    for _, ending, what, remedy in _ZIPPED:
        if suffix == ending:
            return _Found(what, remedy)
    for mark, _, what, remedy in _ZIPPED:
        if mark in names:
            return _Found(what, remedy)
    size = int.from_bytes(head[26:28], "little")
    inside = _shown(head[30 : 30 + size].decode("utf-8", "replace"))
    return _Found(f"a ZIP archive (with {inside})" if inside else "a ZIP archive", _UNPACK)


def _text(head: bytes, expected: Content) -> _Found | None:
    if expected == "parquet":
        return None  # its reader knows its own from anything else
    text = _decoded(head)
    if _HTML.match(text):
        title = _TITLE.search(text)
        shown = _shown(re.sub(r"<[^>]*>|&\w+;", " ", title[1])) if title else ""
        return _Found(f"an HTML page{f' ({shown})' if shown else ''}, such as portals send in place of a file", _AGAIN)
    return next(_kinds(text, expected), None)


def _kinds(text: str, expected: Content) -> Iterator[_Found]:
    """What the text is, surest first."""
    if _OFX.match(text):
        yield _Found("an OFX file")
    if _XML.match(text):
        if _WORKBOOK_XML.search(text):
            yield _Found("an Excel workbook (XML spreadsheet)", _SAVE)
        if expected != "xml":
            camt = _CAMT.search(text)
            yield _Found("a camt document (XML)", content="xml") if camt else _Found("an XML document")
        return
    if _QIF.match(text):
        yield _Found("a QIF file")
    if _BAI2.match(text):
        yield _Found("a BAI2 file")
    if _JSON.match(text):
        yield _Found(f"JSON ({_shown(text)})")
    if _has_swift_tags(text):
        yield _Found("an MT940 or MT942 text", content="swift")
    if expected != "table" and _is_table(text):
        yield _Found("a delimited text (CSV)", content="table")


def _has_swift_tags(text: str) -> bool:
    """Whether two different tags stand in it; it is not read beyond them."""
    tags = (tag[1] for tag in _SWIFT_TAG.finditer(text))
    first = next(tags, None)
    return any(tag != first for tag in tags)


def _is_table(text: str) -> bool:
    """Whether its first two lines have as many fields, and no tag stands anywhere."""
    lines = [line for line in text.splitlines() if line.strip()][:2]
    if not lines or _SWIFT_TAG.search(text) or text.lstrip()[:1] in "<{:":
        return False
    return any(lines[0].count(sign) > 0 and lines[0].count(sign) == lines[-1].count(sign) for sign in _DELIMITERS)


def _decoded(head: bytes) -> str:
    start = head[:_TEXT]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    if start[1:2] == b"\0":
        return start.decode("utf-16-le", "replace")
    return start.decode("utf-8-sig", "replace")


def _shown(text: str) -> str:
    """The beginning of a text, in one line that can be printed."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
