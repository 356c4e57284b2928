"""The dbt project as Dagster's specs, by dagster-dbt from dbt's manifest.

Only what serves Dagster imports this: dagster-dbt imports dbt, which takes seconds.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, build_dbt_asset_specs

from dbt_project import fingerprint
from orchestration.run.events import BUILD_INPUTS
from warehouse.compiled import BUILT_SCHEMAS
from warehouse.dbt import parse

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Project:
    """Models and tests of the project."""

    models: list[dg.AssetSpec]
    tests: list[dg.AssetCheckSpec]


class Translator(DagsterDbtTranslator):
    """Assets by schema and name, grouped by schema, each after the assets that it reads."""

    def get_asset_key(self, dbt_resource_props: Node) -> dg.AssetKey:
        """The schema as the project names it, and the model's name."""
        return _key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Node) -> str | None:
        """The schema."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Node) -> str:
        """The documentation of the model, or else the opening comment of its SQL."""
        return dbt_resource_props["description"] or _first_comment(dbt_resource_props)

    def get_asset_spec(self, manifest: Node, unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """Columns, tags and the rest as dagster-dbt finds them; not made when nothing is new."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        if node["resource_type"] != "model":
            return spec
        reads = [dg.AssetDep(key) for key in dict.fromkeys(_reads(node, manifest))]
        return spec.replace_attributes(deps=reads or [dg.AssetDep(dg.AssetKey(BUILD_INPUTS))], skippable=True)


def load_project(dbt_state: Path) -> Project:
    """The project as it stands; read by dbt only when a file of it changed."""
    manifest = json.loads(_manifest(dbt_state).read_text(encoding="utf-8"))
    specs = build_dbt_asset_specs(manifest=manifest, dagster_dbt_translator=Translator())
    models = [spec for spec in specs if spec.key.path[0] in BUILT_SCHEMAS]
    tests = [_test(node, manifest) for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return Project(models, tests)


def _manifest(dbt_state: Path) -> Path:
    """The manifest of dbt, made anew when the project is not the one it was made of."""
    now = fingerprint()
    stamp = dbt_state / "project.sha256"
    if not stamp.exists() or stamp.read_text() != now:
        parse(dbt_state)
        stamp.write_text(now)
    return dbt_state / "target" / "manifest.json"


def _reads(node: Node, manifest: Node) -> Iterator[dg.AssetKey]:
    """The assets that a model reads, itself or through models that are no assets."""
    for parent in (manifest["nodes"].get(parent) for parent in node["depends_on"]["nodes"]):
        if parent and parent["resource_type"] == "model":
            if parent["schema"] in BUILT_SCHEMAS:
                yield _key(parent)
            else:
                yield from _reads(parent, manifest)


def _test(node: Node, manifest: Node) -> dg.AssetCheckSpec:
    """A test as a check of the model that it is attached to, or else of the first model that it reads."""
    parents = (manifest["nodes"].get(parent) for parent in (node.get("attached_node"), *node["depends_on"]["nodes"]))
    about = next(parent for parent in parents if parent and parent["schema"] in BUILT_SCHEMAS)
    return dg.AssetCheckSpec(name=node["name"], asset=_key(about), description=_first_comment(node), blocking=True)


def _key(node: Node) -> dg.AssetKey:
    return dg.AssetKey([node["schema"], node["name"]])


def _first_comment(node: Node) -> str:
    """What the file says of itself in its opening comment."""
    lines = []
    for line in node["raw_code"].splitlines():
        if line.startswith("-- ") and not line.startswith("-- depends_on"):
            lines.append(line[3:])
        elif lines:
            break
    return " ".join(lines)
