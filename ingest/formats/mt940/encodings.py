"""Which character set a tagged text file is in.

SWIFT allows only ASCII, banks do not: UTF-8, Windows-1252 and the DOS code pages of the first home-banking programs
all occur. UTF-8 proves itself. Of the others, bytes 0x80-0x9F are letters in DOS code pages and rare signs in Windows,
while 0xC0-0xFF are letters in Windows and mostly box drawing in DOS: the more frequent range decides.
"""

import codecs
from pathlib import Path
from typing import TextIO

from tieout.errors import InputError

CHUNK = 1 << 20
_HIGH_CONTROLS = bytes(range(0x80, 0xA0))
_HIGH_LETTERS = bytes(range(0xC0, 0x100))
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def opened(path: Path, encoding: str | None) -> TextIO:
    """The file as text: strictly in `encoding` when the source names one, else in the detected one.

    A byte that fits nowhere in the detected one becomes U+FFFD.

    Raises:
        InputError: there is no such `encoding`, or the file is empty.
    """
    if encoding is None:
        return path.open(encoding=detect(path), errors="replace")
    try:
        return path.open(encoding=encoding)
    except LookupError:
        raise InputError(f"{path}: {encoding!r} is not an encoding") from None


def detect(path: Path) -> str:
    """The encoding of a file, read once in chunks.

    Raises:
        InputError: the file is empty.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, dos, windows, size = True, 0, 0, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0:
                for mark, encoding in _BOMS:
                    if chunk.startswith(mark):
                        return encoding
            size += len(chunk)
            if chunk.isascii() and is_utf8:
                continue
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            dos += len(chunk) - len(chunk.translate(None, _HIGH_CONTROLS))
            windows += len(chunk) - len(chunk.translate(None, _HIGH_LETTERS))
    if size == 0:
        raise InputError(f"{path}: line 1: the file is empty")
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8"
    return "cp850" if dos > windows else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
