"""The dbt project as SQL that is ready to be run: compiled by dbt once, built by `warehouse.build` ever after.

dbt takes seconds to read the project, and twenty to fifty milliseconds of Python around each model that it builds,
which in a small run is most of the time. Nothing in the project's SQL depends on a run (what does is in the tables that
the loader makes), so it is compiled once a version of the project and kept in the user's cache.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dbt_project import fingerprint
from tieout.durable import written_whole

PROJECTS_KEPT = 20
"""What dbt compiled, at most: one a version of Tieout, and a target."""
_FORMAT = "2"


class Column(NamedTuple):
    """A column of a model with a contract, as SQL declares it."""

    name: str
    type: str


@dataclass(frozen=True)
class Node:
    """A model or a test.

    `path` is its file's, below `models/` or `tests/`. `key` is schema and name of the model, or of that which a test
    is about; `columns` are those of a contract, none where there is none; `parents` are models, by their unique ids.
    """

    unique_id: str
    name: str
    path: str
    key: tuple[str, str]
    database: str
    schema: str
    identifier: str
    materialized: str
    run_by: str | None
    sql: str
    columns: tuple[Column, ...]
    parents: tuple[str, ...]

    @property
    def is_model(self) -> bool:
        """Whether it is a model; if not, a test."""
        return self.unique_id.startswith("model.")


def compiled_project(target: str) -> tuple[Node, ...]:
    """All models and tests for a target of the profile, each after those that it reads."""
    name = _name(target)
    for folder in _folders():
        with suppress(OSError, ValueError, TypeError, KeyError):  # not there, cut short, or not ours: compiled again
            kept = _read(json.loads((folder / name).read_text(encoding="utf-8")))
            if kept:
                return kept
    nodes = _compile(target)
    _keep(nodes, name)
    return nodes


def chosen(nodes: Iterable[Node], models: Sequence[str]) -> list[Node]:
    """The models of these names, all that they read, and the tests that can be run on them; no names: everything."""
    everything = list(nodes)
    if not models:
        return everything
    by_id = {node.unique_id: node for node in everything}
    waiting = [node.unique_id for node in everything if node.is_model and node.name in models]
    taken: set[str] = set()
    while waiting:
        unique_id = waiting.pop()
        if unique_id not in taken:
            taken.add(unique_id)
            waiting.extend(by_id[unique_id].parents)
    return [node for node in everything if node.unique_id in taken or _is_askable(node, taken)]


def _is_askable(node: Node, taken: set[str]) -> bool:
    return not node.is_model and taken.issuperset(node.parents)


def _name(target: str) -> str:
    """A hash of the project, and of what compiles it."""
    made_of = (_FORMAT, target, _fingerprint(), version("dbt-core"), version(f"dbt-{target}"))
    return hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:32] + ".json"


_fingerprint = cache(fingerprint)


def _folders() -> Iterator[Path]:
    """Where this user's programs keep what they can make again, by the XDG specification; no home, no folder."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - a user without a home is no error
    if os.path.isabs(folder):  # noqa: PTH117
        yield Path(folder) / "tieout" / "dbt"


def _keep(nodes: Sequence[Node], name: str) -> None:
    """Keep what was compiled, where the user has a place for it, and the newest few there."""
    text = json.dumps([asdict(node) for node in nodes])
    for folder in _folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with written_whole(folder / name) as making:
                making.write_text(text, encoding="utf-8")
            for oldest in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-PROJECTS_KEPT]:
                oldest.unlink(missing_ok=True)


def _read(kept: list[dict[str, Any]]) -> tuple[Node, ...]:
    return tuple(
        Node(
            **{
                **fields,
                "key": tuple(fields["key"]),
                "columns": tuple(Column(*column) for column in fields["columns"]),
                "parents": tuple(fields["parents"]),
            }
        )
        for fields in kept
    )


def _compile(target: str) -> tuple[Node, ...]:
    from warehouse.dbt import compile_project  # noqa: PLC0415 - two seconds, once a version

    with TemporaryDirectory(prefix="tieout-dbt-") as scratch:
        found = {node.unique_id: node for node in compile_project(target, Path(scratch))}
    return tuple(_node(found[unique_id], found) for unique_id in _in_order(found))


def _in_order(found: dict[str, Any]) -> Iterator[str]:
    """Unique ids, each after those that it reads, in an order that is always the same."""
    from graphlib import TopologicalSorter  # noqa: PLC0415 - once a version

    reads = {name: [read for read in found[name].depends_on.nodes if read in found] for name in sorted(found)}
    return iter(TopologicalSorter(reads).static_order())


def _node(node: Any, found: dict[str, Any]) -> Node:  # noqa: ANN401 - dbt's nodes are untyped
    names = (node.unique_id, getattr(node, "attached_node", None), *node.depends_on.nodes)
    about = next((found[name] for name in names if name in found and _is_built(found[name])), node)
    contract = node.columns.values() if getattr(node, "contract", None) and node.contract.enforced else ()
    return Node(
        unique_id=node.unique_id,
        name=node.name,
        path=node.path,
        key=(about.config.schema, about.name),
        database=node.database,
        schema=node.schema,
        identifier=node.alias,
        materialized=node.config.materialized,
        run_by=node.config.meta.get("run_by"),
        sql=node.compiled_code,
        columns=tuple(Column(column.name, _declared(column)) for column in contract),
        parents=tuple(name for name in node.depends_on.nodes if name in found),
    )


def _declared(column: Any) -> str:  # noqa: ANN401 - dbt's columns are untyped
    """A column's type and constraints; the project's contracts have no other than NOT NULL."""
    kinds = {str(constraint.type.value) for constraint in column.constraints}
    if kinds - {"not_null"}:
        raise NotImplementedError(f"column {column.name} has a constraint that no build makes: {sorted(kinds)}")
    return f"{column.data_type} not null" if kinds else str(column.data_type)


BUILT_SCHEMAS = ("staging", "intermediate", "marts")
"""Schemas of what a build is for; the others are for the next build."""


def _is_built(node: Any) -> bool:  # noqa: ANN401 - dbt's nodes are untyped
    return node.resource_type == "model" and node.config.schema in BUILT_SCHEMAS
