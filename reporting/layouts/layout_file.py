"""A layout's YAML as lines: sections nest, each part says by its first key what it is."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from reporting.layouts.model import TYPES, Layout, LayoutLine
from reporting.layouts.parts import activity_of, line_of_accounts, sum_of_lines
from tieout.config.reporting import BUILT_IN_LAYOUTS
from tieout.sections import Section, parse, read

_ID = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = ("base", *TYPES)
_KINDS = ("section", "line", "subtotal", "total")


def read_layout(name: str, root: Path) -> Layout:
    """A built-in layout, or the file of that path in the workspace.

    A statement that a file leaves out is that of its `base`.

    Raises:
        InputError: the file cannot be read, lacks a statement or holds a word that is not valid; with file, line and
            the nearest word.
    """
    document = read(root / name, "the layout", _KEYS, name=name) if name not in BUILT_IN_LAYOUTS else _built_in(name)
    document.only(*_KEYS)
    base = document.maybe("base")
    if base is not None:
        document.one_of("base", base, BUILT_IN_LAYOUTS)
    statements: dict[str, tuple[LayoutLine, ...]] = dict(read_layout(base, root).statements) if base else {}
    for statement in TYPES:
        if statement in document.values:
            statements[statement] = tuple(_lines(statement, document.listed(statement), 0, None))
        elif statement not in statements:
            raise document.mistake(f"missing key '{statement}' (or take it from a 'base:')")
    return Layout(name, statements)


def _built_in(name: str) -> Section:
    file = f"{name}.yml"
    return parse(file, (files("reporting.layouts") / file).read_text(encoding="utf-8"), _KEYS)


def _lines(statement: str, parts: list[Section], level: int, activity: str | None) -> Iterator[LayoutLine]:
    for part in parts:
        kinds = [kind for kind in _KINDS if kind in part.values]
        if len(kinds) != 1:
            raise part.mistake(f"expected one of the keys {', '.join(_KINDS)}, got {len(kinds)}")
        if kinds[0] == "section":
            part.only("section", "lines", "activity")
            inner = activity_of(part, statement) or activity
            yield LayoutLine(part, _heading_id(part), "heading", part.text("section"), level, activity=inner)
            yield from _lines(statement, part.listed("lines"), level + 1, inner)
        elif kinds[0] == "line":
            yield line_of_accounts(part, statement, _id(part, "line"), level, activity)
        else:
            yield sum_of_lines(part, "total" if kinds[0] == "total" else "subtotal", _id(part, kinds[0]), level)


def _heading_id(part: Section) -> str:
    """An id for a heading by its place, which no other part can have: `heading.0.2`."""
    return ".".join(["heading", *(str(key) for key in part.keys if isinstance(key, int))])


def _id(part: Section, key: str) -> str:
    found = part.text(key)
    if not _ID.fullmatch(found):
        raise part.mistake(f"'{found}' is not an id: use small letters, digits and '_'", key)
    return found
