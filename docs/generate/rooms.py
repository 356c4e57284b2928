"""The rooms as one picture: which imports which, from the code's own import statements."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

from docs.generate.markdown import mermaid

GROUND = "tieout"
"""Every room imports it: it is drawn only under those that import nothing else."""


def picture(root: Path) -> str:
    """A Mermaid flowchart of the rooms, layer by layer as import-linter's contract has them."""
    edges = sorted(_imports(root))
    inner = [(importer, imported) for importer, imported in edges if imported != GROUND]
    above_ground = {importer for importer, _ in edges} - {importer for importer, _ in inner}
    drawn = inner + [(room, GROUND) for room in sorted(above_ground)]
    return mermaid(["flowchart TD", *(f"    {importer} --> {imported}" for importer, imported in drawn)])


def rooms(root: Path) -> list[str]:
    """The top-level packages, as import-linter checks them."""
    with (root / "pyproject.toml").open("rb") as file:
        names: list[str] = tomllib.load(file)["tool"]["importlinter"]["root_packages"]
    return names


def _imports(root: Path) -> Iterator[tuple[str, str]]:
    graph = grimp.build_graph(*rooms(root), cache_dir=None)
    seen = {
        (module.partition(".")[0], imported.partition(".")[0])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return (edge for edge in seen if edge[0] != edge[1])
