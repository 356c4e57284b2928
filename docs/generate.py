"""Writes the parts of the documentation that say what is declared in code: `python docs/generate.py`.

A page marks such a part by `<!-- generated: NAME -->` and `<!-- end -->`; a test fails while it is stale.
"""

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

DOCS = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(DOCS.parent))

from tieout.formats import every_format  # noqa: E402 - found from the checkout that this file lies in

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def formats_table() -> str:
    """The table of every declared format."""
    rows = [
        (f"`{each.name}`", each.reads, "yes" if each.is_bank else "", each.summary, _code(each.keys))
        for each in every_format()
    ]
    return _table(("`format:`", "reads", "a bank's", "files", "keys of the source that it heeds"), rows)


PARTS: Mapping[str, Callable[[], str]] = {"formats": formats_table}


def generated(page: str) -> str:
    """The page with every generated part as it should be."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}{part[3]}", page)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *rows))


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := generated(text)) != text:
            path.write_text(new, encoding="utf-8")
