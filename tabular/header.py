"""The header of a delimited file: its delimiter, its column names, and which of them hold what we need."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

DELIMITERS = (",", ";", "\t", "|")
_HEADER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """`names` are the columns as the file writes them; the header is the line after `skip` others."""

    delimiter: str
    names: tuple[str, ...]
    skip: int

    @property
    def by_name(self) -> dict[str, list[int]]:
        """Folded name → positions."""
        positions: dict[str, list[int]] = {}
        for position, name in enumerate(self.names):
            positions.setdefault(fold(name), []).append(position)
        return positions

    def position(self, *names: str) -> int | None:
        """Where the first of these names that the file has stands, counted from 0; None where it has none of them.

        Raises:
            InputError: the name stands twice.
        """
        for name in names:
            found = self.by_name.get(fold(name), [])
            if len(found) > 1:
                raise InputError(f"column '{name}' stands {len(found)} times in the header: keep one")
            if found:
                return found[0]
        return None

    def nearest(self, name: str) -> str:
        """A clause that names the column most like `name`."""
        return did_you_mean(name, [each.strip() for each in self.names if each.strip()])

    def expression(self, position: int) -> str:
        """The SQL column of that position in the scan."""
        return f"c{position}"


def fold(name: str) -> str:
    """Names are the same whatever their case, surrounding space and inner runs of space."""
    return " ".join(name.split()).casefold()


def read_header(path: Path, skip: int, delimiter: str | None, expected_names: Iterable[str] = ()) -> Header:
    """The header of a UTF-8 file.

    Args:
        skip: so many lines come before it; empty lines after them are passed over.
        delimiter: the column separator; without it, the one that finds most of the expected names, then most columns.
        expected_names: the names that the format expects.

    Raises:
        InputError: the file ends before its header.
    """
    with path.open("rb") as file:
        text = file.read(_HEADER_BYTES).decode("utf-8-sig", errors="ignore")
    lines = text.splitlines(keepends=True)[skip:]
    while lines and not lines[0].strip():
        skip, lines = skip + 1, lines[1:]
    if not lines:
        raise InputError(f"has no header after {skip} skipped lines (see `skip_rows`)" if skip else "has no header")
    candidates = [delimiter] if delimiter else DELIMITERS
    headers = [Header(sign, _fields(lines, sign), skip) for sign in candidates]
    names = {fold(name) for name in expected_names}
    return max(headers, key=lambda header: (len(names & header.by_name.keys()), len(header.names)))


def require(header: Header, mapping: Mapping[str, str]) -> dict[str, int]:
    """The position, counted from 0, of each column that a mapping (our name → the file's) names, by our name.

    Raises:
        InputError: the file lacks one, or has it twice; it is named with the nearest.
    """
    found = {}
    for ours, theirs in mapping.items():
        position = header.position(theirs)
        if position is None:
            raise InputError(f"has no column '{theirs}' (mapped to {ours}): {header.nearest(theirs)}")
        found[ours] = position
    return found


def _fields(lines: Sequence[str], delimiter: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in next(csv.reader(lines, delimiter=delimiter)))
