"""Field 86, information to the account owner, in the three dialects that banks speak.

- German: a three-digit code, then subfields `?00` posting text, `?20`-`?29` and `?60`-`?63` purpose, `?30` `?31`
  account, `?32` `?33` name; the purpose itself holds SEPA keys `EREF+`, `KREF+`, `MREF+`, `SVWZ+` ...
- Dutch and most of Europe: `/EREF/.../REMI/.../NAME/...` keys.
- Plain text.

Banks wrap text at a fixed width without regard for words, so a full line goes on without a space and a shorter one
ended there.
"""

import re
from typing import NamedTuple

from ingest.formats.mt940.entries import given

PURPOSE_WIDTH = 27
LINE_WIDTH = 65
FIRST_WIDTH = LINE_WIDTH - len(":86:")
_GERMAN = re.compile(r"\s*([0-9]{3})?\s*(?=\?[0-9]{2})")
_SUBFIELD = re.compile(r"\?([0-9]{2})")
_SEPA = re.compile(r"\b(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|BREF|RREF|PURP)\+")
_KEYED = re.compile(
    r"/(EREF|PREF|KREF|MARF|CSID|ORDP|BENM|CNTP|NAME|REMI|ISDT|TRTP|IBAN|BIC|ADDR|TRCD|RTRN|ULTD|ULTC|UDTR|UCRD|"
    r"PURP|ACCW|BREF|SVCL|INIT|OCMT|CHGS|EXCH|ID|SVWZ)/"
)
_PURPOSES = frozenset(str(code) for code in range(20, 30))
_OVERFLOW = frozenset(str(code) for code in range(60, 64))
_CNTP_NAME = 2


class Details(NamedTuple):
    """What a :86: field says of its entry."""

    reference: str | None
    mandate: str | None
    group: str | None
    description: str | None
    counterparty: str | None


NOTHING = Details(None, None, None, None, None)


def read_details(lines: list[str]) -> Details:
    """Read a :86: field, whichever dialect it is in."""
    joined = "".join(lines) if len(lines) > 1 else lines[0]
    match = _GERMAN.match(joined)
    if match is not None:
        return _german(joined[match.end() :])
    text = _unwrap(lines)
    if _KEYED.search(text):
        return _keyed(text)
    return Details(None, None, None, _tidy(text), None)


def _german(text: str) -> Details:
    parts = _SUBFIELD.split(text)
    purpose, name, overflow, title = "", "", "", None
    for code, value in zip(parts[1::2], parts[2::2], strict=True):
        if code in _PURPOSES:
            purpose += value if len(value) >= PURPOSE_WIDTH else value + " "
        elif code in _OVERFLOW:
            overflow += value
        elif code in {"32", "33"}:
            name += value if len(value) >= PURPOSE_WIDTH else value + " "
        elif code == "00":
            title = value
    keys = _SEPA.split(purpose)
    found: dict[str, str] = {}
    for key, value in zip(keys[1::2], keys[2::2], strict=True):
        found.setdefault(key, value.strip())
    description = found.get("SVWZ") or keys[0] or title or ""
    return Details(
        reference=given(found.get("EREF", "")),
        mandate=given(found.get("MREF", "")),
        group=given(found.get("KREF", "")),
        description=_tidy(f"{description} {overflow}"),
        counterparty=_tidy(name),
    )


def _keyed(text: str) -> Details:
    parts = _KEYED.split(text)
    found: dict[str, str] = {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(key, value.strip(" /"))
    remittance = found.get("REMI", "")
    for prefix in ("USTD//", "STRD//"):
        remittance = remittance.removeprefix(prefix)
    party = found.get("CNTP", "").split("/")
    name = found.get("NAME") or (party[_CNTP_NAME] if len(party) > _CNTP_NAME else "")
    return Details(
        reference=given(found.get("EREF", "")),
        mandate=given(found.get("MARF", "")),
        group=given(found.get("PREF", "") or found.get("KREF", "")),
        description=_tidy(remittance or parts[0] or found.get("TRTP", "")),
        counterparty=_tidy(name),
    )


def _unwrap(lines: list[str]) -> str:
    """Lines as one text: no space after a line that fills its width, one after a shorter one."""
    text, width = "", FIRST_WIDTH
    for line in lines:
        text += line if len(line) >= width else line + " "
        width = LINE_WIDTH
    return text


def _tidy(text: str) -> str | None:
    return " ".join(text.split()) or None
