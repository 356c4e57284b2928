"""Cutting a text into SWIFT fields, one at a time, whatever envelope the bank put around them.

Tolerated: CRLF, LF, CR; blank lines; SOH/ETX bytes; `{1:...}{2:...}{4:` and `-}{5:...}` envelopes; header lines before
the first tag; `-` or nothing between messages; text wrapped anywhere, even inside `:61:`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):")
END = "-"
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFEFF])
_STRAY_TAG_START = ":"


class Field(NamedTuple):
    """A field: its tag, its lines, and the physical line on which it starts. Tag "-" ends a message."""

    tag: str
    lines: list[str]
    line: int


def fields(file: TextIO) -> Iterator[Field]:
    """Yield the fields of all messages in order; text that belongs to no field is envelope, and is left out.

    A line that is only `-` ends the message, but not while a :86: text between balances may still go on: there
    it is text. The envelope's `-}` always ends it.
    """
    current: Field | None = None
    balanced = True
    for number, raw in enumerate(file, start=1):
        text = raw.rstrip("\r\n")
        if not text.isprintable():
            text = text.translate(_CONTROLS)
        match = TAG.match(text) if text[:1] == ":" else None
        if match is not None:
            if current is not None:
                yield current
            tag = match[1]
            balanced = tag[:2] != "60" and (tag[:2] in {"20", "62"} or balanced)
            current = Field(tag, [text[match.end() :]], number)
        elif text[:1] in {"-", "{"} and _ends(text, balanced=balanced):
            if current is not None:
                yield current
            yield Field(END, [], number)
            current, balanced = _after_envelope(text, number), True
        elif current is not None and text != _STRAY_TAG_START:
            current.lines.append(text)
    if current is not None:
        yield current


def _ends(text: str, *, balanced: bool) -> bool:
    if text.startswith(("-}", "{1:", "{2:", "{4:")):
        return True
    return balanced and text.rstrip() == END


def _after_envelope(text: str, number: int) -> Field | None:
    """A field that starts on the very line of the envelope, after its `{4:`."""
    rest = text.rpartition("{4:")[2]
    match = TAG.match(rest)
    return Field(match[1], [rest[match.end() :]], number) if match is not None else None
