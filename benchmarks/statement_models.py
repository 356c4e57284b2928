"""A build's models made once more, one after the other: seconds of each, in which no other model is at work."""

import shutil
from collections.abc import Iterable

from warehouse.build import BuildFiles, opened, run_node
from warehouse.compiled import Node, chosen, compiled_project


def models() -> list[Node]:
    """The models that build on DuckDB, each after those that it reads."""
    return [node for node in compiled_project("duckdb") if node.is_model]


def downstream(first: str) -> set[str]:
    """That model, and all that is made of it, by name."""
    found: dict[str, str] = {}
    for node in models():
        if node.name == first or not found.keys().isdisjoint(node.parents):
            found[node.unique_id] = node.name
    return set(found.values())


def seconds(given: BuildFiles, names: Iterable[str]) -> dict[str, float]:
    """Make the models, and what they need, in a copy of a version that nothing is built in yet; seconds of each."""
    files = BuildFiles(given.inputs, given.marts.with_name("replayed.duckdb"))
    shutil.copyfile(given.marts, files.marts)
    nodes = chosen(models(), sorted(names))
    with opened(files) as engine:
        engine.make_schemas(nodes)
        outcomes = [run_node(engine, node) for node in nodes]
    files.marts.unlink()
    broken = [outcome for outcome in outcomes if outcome.status != "success"]
    if broken:
        raise RuntimeError(f"{broken[0].unique_id}: {broken[0].message}")
    return {outcome.name: outcome.seconds for outcome in outcomes}
