"""A delimited file as clean UTF-8: checked, and where need be rewritten, in one streaming pass of constant memory.

A file in the wrong encoding would otherwise become wrong names and, worse, wrong amounts; a file whose lines end in two
ways cannot be read strictly.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from tieout.errors import InputError

_CHUNK = 1 << 20


class EncodingError(InputError):
    """The text of a file is not in its encoding: `problem` in line `line`; `remedy` is a setting of its source."""

    def __init__(self, line: int, problem: str, remedy: str) -> None:
        self.line, self.problem = line, problem
        super().__init__(f"line {line} {problem}: {remedy}")


def as_utf8(path: Path, encoding: str | None, scratch: Path) -> Path:
    """A UTF-8 file with the same text and one kind of line end: `path` itself when it is one already.

    Raises:
        EncodingError: the text is not UTF-8, or holds a NUL; with its line.
        InputError: the text is not in the encoding that its source names.
    """
    if encoding is not None and codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig", "ascii"):
        return _rewrite(path, encoding, scratch / "text.csv")
    returns = _check(path)
    return _rewrite(path, "utf-8", scratch / "text.csv") if returns and _ends_lines_in_two_ways(path) else path


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _check(path: Path) -> bool:
    """Whether there is a carriage return in the file, which is UTF-8 without a NUL.

    Raises:
        EncodingError: the file is not UTF-8, or holds a NUL; with its line.
    """  # noqa: DOC501 - `_not_utf8` makes an EncodingError
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    returns = False
    for chunk in _chunks(path):
        held = len(decoder.getstate()[0])
        if held or not chunk.isascii():
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise _not_utf8(path, offset + error.start - held) from None
        if b"\0" in chunk:
            line = _line_at(path, offset + chunk.index(b"\0"))
            raise EncodingError(line, "holds a NUL byte", "not a text in UTF-8 (set `encoding: utf-16`?)")
        returns = returns or b"\r" in chunk
        offset += len(chunk)
    if unfinished := decoder.getstate()[0]:
        raise _not_utf8(path, offset - len(unfinished))
    return returns


def _ends_lines_in_two_ways(path: Path) -> bool:
    text_ends = windows_ends = 0
    pending = b""
    for chunk in _chunks(path):
        text_ends += chunk.count(b"\n")
        windows_ends += chunk.count(b"\r\n") + (pending == b"\r" and chunk[:1] == b"\n")
        pending = chunk[-1:]
    return 0 < windows_ends < text_ends


def _line_at(path: Path, offset: int) -> int:
    with path.open("rb") as file:
        return sum(file.read(min(_CHUNK, offset - at)).count(b"\n") for at in range(0, offset, _CHUNK)) + 1


def _not_utf8(path: Path, offset: int) -> EncodingError:
    with path.open("rb") as file:
        file.seek(offset)
        byte = file.read(1)[0]
    problem = f"is not UTF-8 (byte {offset}: 0x{byte:02x})"
    return EncodingError(_line_at(path, offset), problem, "set the source's encoding, such as `encoding: cp1252`")


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
