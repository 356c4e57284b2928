"""The dbt project as Dagster sees it, read from dbt's manifest.

dagster-dbt would do this too, but it imports dbt, which costs two seconds in every run that has nothing to build; a
manifest is a JSON file, and three fields of it are all that is needed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dbt_project import fingerprint
from warehouse.build import parse

_INNER = ("state",)
"""Schemas of a version that are for the next build and for the audit: no assets of their own."""


class Model(NamedTuple):
    """A dbt model: its asset key (schema, name), the keys it reads, and what it is for."""

    unique_id: str
    key: tuple[str, str]
    reads: tuple[tuple[str, str], ...]
    description: str


class Test(NamedTuple):
    """A dbt test and the model that it speaks of."""

    unique_id: str
    name: str
    key: tuple[str, str]
    description: str


class Project(NamedTuple):
    """Models and tests of the project."""

    models: list[Model]
    tests: list[Test]


def load_project(dbt_state: Path) -> Project:
    """The project as it stands; parsed by dbt only when a file of it changed."""
    manifest = json.loads(_manifest(dbt_state).read_text(encoding="utf-8"))
    nodes = manifest["nodes"].values()
    models = {
        node["unique_id"]: _model(node, manifest)
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] not in _INNER
    }
    tests = [_test(node, models) for node in nodes if node["resource_type"] == "test"]
    return Project(list(models.values()), tests)


def _manifest(dbt_state: Path) -> Path:
    """The manifest of dbt, made anew when the project is not the one it was made of."""
    now = fingerprint()
    stamp = dbt_state / "project.sha256"
    if not stamp.exists() or stamp.read_text() != now:
        parse(dbt_state)
        stamp.write_text(now)
    return dbt_state / "target" / "manifest.json"


def _model(node: dict[str, Any], manifest: dict[str, Any]) -> Model:
    reads = tuple(dict.fromkeys(_reads(node, manifest)))
    return Model(node["unique_id"], _key(node), reads, node["description"] or _first_comment(node))


def _reads(node: dict[str, Any], manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The models that a model reads, itself or through those that are no assets."""
    for parent in (manifest["nodes"].get(parent) for parent in node["depends_on"]["nodes"]):
        if parent and parent["resource_type"] == "model":
            if parent["schema"] in _INNER:
                yield from _reads(parent, manifest)
            else:
                yield _key(parent)


def _test(node: dict[str, Any], models: dict[str, Model]) -> Test:
    about = node.get("attached_node") or next(parent for parent in node["depends_on"]["nodes"] if parent in models)
    return Test(node["unique_id"], node["name"], models[about].key, _first_comment(node))


def _key(node: dict[str, Any]) -> tuple[str, str]:
    return (node["schema"], node["name"])


def _first_comment(node: dict[str, Any]) -> str:
    """What the file says of itself in its opening comment."""
    lines = []
    for line in node["raw_code"].splitlines():
        if line.startswith("-- ") and not line.startswith("-- depends_on"):
            lines.append(line[3:])
        elif lines:
            break
    return " ".join(lines)
