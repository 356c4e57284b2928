"""A delimited file as clean UTF-8: checked, and where need be rewritten, in one streaming pass of constant memory.

A file in the wrong encoding would otherwise become wrong names and, worse, wrong amounts; a file whose lines end in two
ways cannot be read strictly.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import InputError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _LineEnds:
    crlf: int
    lf: int

    @property
    def mixed(self) -> bool:
        return 0 < self.crlf < self.lf


def as_utf8(path: Path, encoding: str | None, scratch: Path) -> Path:
    """A UTF-8 file with the same text and one kind of line end: `path` itself when it is one already.

    Raises InputError with line and byte where the text is not in its encoding, or holds a NUL.
    """
    if encoding is None or codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii"):
        ends = _check(path)
        if not ends.mixed:
            return path
        encoding = "utf-8"
    return _rewrite(path, encoding, scratch / "text.csv")


def _check(path: Path) -> _LineEnds:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = offset = crlf = 0
    pending = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                at = max(error.start - held, 0)
                raise InputError(_not_utf8(lines + chunk.count(b"\n", 0, at), offset + at, chunk[at])) from None
            if b"\0" in chunk:
                line = lines + chunk.count(b"\n", 0, chunk.index(b"\0")) + 1
                raise InputError(f"line {line} holds a NUL byte: not a text in UTF-8 (set `encoding: utf-16`?)")
            lines += chunk.count(b"\n")
            crlf += chunk.count(b"\r\n") + (pending == b"\r" and chunk[:1] == b"\n")
            offset, pending = offset + len(chunk), chunk[-1:]
    if decoder.getstate()[0]:
        raise InputError(_not_utf8(lines, offset - len(decoder.getstate()[0]), decoder.getstate()[0][0]))
    return _LineEnds(crlf, lines)


def _not_utf8(lines: int, offset: int, byte: int) -> str:
    return (
        f"line {lines + 1} is not UTF-8 (byte {offset}: 0x{byte:02x}):"
        " set the source's encoding, such as `encoding: cp1252`"
    )


def _rewrite(path: Path, encoding: str, target: Path) -> Path:
    line = 1
    try:
        with path.open(encoding=encoding) as source, target.open("w", encoding="utf-8", newline="\n") as out:
            while text := source.read(_CHUNK):
                out.write(text)
                line += text.count("\n")
    except UnicodeError as error:
        reason = getattr(error, "reason", str(error))
        raise InputError(
            f"after line {line}: not in encoding {encoding} ({reason}): set the right `encoding`"
        ) from None
    return target
