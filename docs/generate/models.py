"""The dbt project as pictures that a person can read: one of its folders, and one of each folder's models."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from warehouse.build import parse


@dataclass(frozen=True)
class Model:
    """A model of the project: its folder under `models/`, and the models that it reads."""

    name: str
    folder: str
    reads: tuple[str, ...]


@cache
def project() -> dict[str, Model]:
    """The models that build on DuckDB, by name, as dbt itself reads them."""
    with TemporaryDirectory() as state:
        nodes = json.loads(parse(Path(state)).read_text(encoding="utf-8"))["nodes"]
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    return {
        node["name"]: Model(
            node["name"],
            PurePosixPath(node["path"]).parent.as_posix(),
            tuple(sorted({models[read]["name"] for read in node["depends_on"]["nodes"] if read in models})),
        )
        for node in models.values()
    }


def longest_chain(models: dict[str, Model]) -> list[str]:
    """The models of the longest chain, each of which reads the one before it; their number is the project's depth."""

    @cache
    def ending_in(name: str) -> tuple[str, ...]:
        return (*max(map(ending_in, models[name].reads), key=len, default=()), name)

    return list(max(map(ending_in, models), key=len, default=()))


def folders_picture(models: dict[str, Model]) -> str:
    """A Mermaid flowchart of the folders and how many models each has; an arrow goes the way of the data."""
    sizes = Counter(model.folder for model in models.values())
    edges = {(models[read].folder, model.folder) for model in models.values() for read in model.reads}
    both_ways = {edge for edge in edges if edge[::-1] in edges and edge[0] < edge[1]}
    one_way = {edge for edge in edges if edge[::-1] not in edges}
    return "\n".join(
        [
            "flowchart TD",
            *(f'    {_id(folder)}["{folder}<br>{sizes[folder]} models"]' for folder in sorted(sizes)),
            *(f"    {_id(one)} --> {_id(other)}" for one, other in sorted(one_way)),
            *(f"    {_id(one)} <--> {_id(other)}" for one, other in sorted(both_ways)),
        ]
    )


def folder_picture(folder: str, models: dict[str, Model]) -> str:
    """A Mermaid flowchart of a folder's models; what they read elsewhere is one box for each other folder."""
    inside = sorted((model for model in models.values() if model.folder == folder), key=lambda model: model.name)
    edges = [(read, model.name) for model in inside for read in model.reads]
    within = [(read, name) for read, name in edges if models[read].folder == folder]
    into = sorted({(models[read].folder, name) for read, name in edges if models[read].folder != folder})
    return "\n".join(
        [
            "flowchart LR",
            *(f"    {model.name}" for model in inside),
            *(f'    {_id(other)}(["{other}"])' for other in sorted({other for other, _ in into})),
            *(f"    {read} --> {name}" for read, name in within),
            *(f"    {_id(other)} -.-> {name}" for other, name in into),
        ]
    )


def _id(folder: str) -> str:
    return f"in_{folder.replace('/', '_')}"
