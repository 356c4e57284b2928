"""The pages of the documentation, and the parts of them that the code gives."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.generate import close_checks, formats, journal_columns, kpis, marts, models, passes, rooms

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

PARTS: Mapping[str, Callable[[], str]] = {
    "formats": formats.table,
    "journal_columns": journal_columns.table,
    "kpis": kpis.table,
    "marts": marts.index,
    "passes": passes.table,
    "close_checks": lambda: close_checks.table(ROOT / "dbt_project"),
    "rooms": lambda: rooms.picture(ROOT),
    "folders": models.picture_of_folders,
    "models": models.pictures_of_models,
}
"""Each part by its name: how its text is made."""

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def generated(page: str) -> str:
    """The page with every generated part as it should be."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}{part[3]}", page)


def write() -> None:
    """Write every page whose generated parts are not what the code gives."""
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := generated(text)) != text:
            path.write_text(new, encoding="utf-8")
