"""The pages that have something generated, and their texts as the code gives them."""

import re
from collections.abc import Callable
from pathlib import Path

from docs.generate import models, rooms

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
MODELS = ROOT / "docs" / "models.md"


def pages() -> dict[Path, str]:
    """Each page with what is generated in it."""
    return {ARCHITECTURE: _architecture(), MODELS: _models()}


def write() -> None:
    """Write every page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


def _architecture() -> str:
    page = ARCHITECTURE.read_text(encoding="utf-8")
    page = _between(page, "rooms", lambda: rooms.picture(ROOT))
    return _between(page, "folders", lambda: models.folders_picture(models.project()))


def _models() -> str:
    project = models.project()
    longest = models.longest_chain(project)
    folders = sorted({model.folder for model in project.values()})
    drawn = "\n".join(f"## `{folder}`\n\n{_mermaid(models.folder_picture(folder, project))}\n" for folder in folders)
    return f"""# The models of the dbt project

`make docs` draws this page from the project. An arrow goes from a model to one that reads it; a rounded box is another
folder, whose models are read. What a published table holds stands in [marts](marts.md), how the folders follow each
other in [architecture](architecture.md#the-dbt-project).

{len(project)} models; the longest chain has {len(longest)}: {" → ".join(longest)}.

{drawn}"""


def _between(page: str, name: str, picture: Callable[[], str]) -> str:
    """The page with the picture between the two marks of that name."""
    begin, end = f"<!-- {name}: drawn by make docs -->\n", "<!-- end -->"
    pattern = re.compile(f"({re.escape(begin)}).*?({re.escape(end)})", flags=re.DOTALL)
    found, times = pattern.subn(lambda marks: f"{marks[1]}{_mermaid(picture())}\n{marks[2]}", page)
    if times != 1:
        message = f"{name}: the page needs its two marks once, and has them {times} times"
        raise ValueError(message)
    return found


def _mermaid(text: str) -> str:
    return f"```mermaid\n{text}\n```"
