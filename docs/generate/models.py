"""The dbt project as pictures that a person can read: one of its folders, and one of each folder's models."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from docs.generate.markdown import mermaid
from warehouse.compiled import compiled_project


@dataclass(frozen=True)
class Model:
    """A model of the project: its folder under `models/`, and the models that it reads."""

    name: str
    folder: str
    reads: tuple[str, ...]


@cache
def project() -> dict[str, Model]:
    """The models that build on DuckDB, by name, as dbt itself reads them."""
    models = {node.unique_id: node for node in compiled_project("duckdb") if node.is_model}
    return {
        node.name: Model(
            node.name,
            PurePosixPath(node.path).parent.as_posix(),
            tuple(sorted({models[read].name for read in node.parents if read in models})),
        )
        for node in models.values()
    }


def longest_chain(models: dict[str, Model]) -> tuple[str, ...]:
    """The models of the longest chain, each of which reads the one before it; their number is the project's depth."""

    @cache
    def ending_in(name: str) -> tuple[str, ...]:
        return (*_longest([ending_in(read) for read in models[name].reads]), name)

    return _longest([ending_in(name) for name in models])


def _longest(chains: list[tuple[str, ...]]) -> tuple[str, ...]:
    return max(chains, key=len, default=())


def picture_of_folders() -> str:
    """The folders and how many models each has; an arrow goes the way of the data."""
    models = project()
    sizes = Counter(model.folder for model in models.values())
    edges = {(models[read].folder, model.folder) for model in models.values() for read in model.reads}
    between = {edge for edge in edges if edge[0] != edge[1]}
    both_ways = {(one, other) for one, other in between if (other, one) in between}
    return mermaid(
        [
            "flowchart TD",
            *(f'    {_id(folder)}["{folder}<br>{sizes[folder]} models"]' for folder in sorted(sizes)),
            *(f"    {_id(one)} --> {_id(other)}" for one, other in sorted(between - both_ways)),
            *(f"    {_id(one)} <--> {_id(other)}" for one, other in sorted(both_ways) if one < other),
        ]
    )


def pictures_of_models() -> str:
    """How many models there are, the longest chain, and each folder's models in a picture."""
    models = project()
    chain = longest_chain(models)
    said = f"{len(models)} models; the longest chain has {len(chain)}:\n`{'` → `'.join(chain)}`.\n"
    folders = sorted({model.folder for model in models.values()})
    return said + "".join(f"\n## `{folder}`\n\n{_picture_of(folder, models)}" for folder in folders)


def _picture_of(folder: str, models: dict[str, Model]) -> str:
    """A folder's models; what they read elsewhere is one box for each other folder."""
    inside = sorted((model for model in models.values() if model.folder == folder), key=lambda model: model.name)
    edges = [(read, model.name) for model in inside for read in model.reads]
    within = [(read, name) for read, name in edges if models[read].folder == folder]
    into = sorted({(models[read].folder, name) for read, name in edges if models[read].folder != folder})
    return mermaid(
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
