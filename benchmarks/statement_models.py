"""The SQL of a build's models, run once more as it was compiled, one model after the other: what the SQL alone costs.

dbt's own times hold what dbt does around each model (rendering, transactions, renaming); at the size of a demo that is
nearly all of them, and it says nothing about how the SQL grows with a book.
"""

import json
import time
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.dbt import parse

THREADS = 2


class Models(NamedTuple):
    """The models of the project by name, and which each of them reads."""

    nodes: Mapping[str, Mapping[str, Any]]
    reads: Mapping[str, set[str]]
    compiled: Path

    @classmethod
    def of(cls, dbt_state: Path) -> "Models":
        """The models as dbt knows them; their compiled SQL is that of the last build."""
        manifest = json.loads(parse(dbt_state).read_text(encoding="utf-8"))
        nodes = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
        names = {node["unique_id"]: name for name, node in nodes.items()}
        reads = {
            name: {names[parent] for parent in node["depends_on"]["nodes"] if parent in names}
            for name, node in nodes.items()
        }
        return cls(nodes, reads, dbt_state / "target" / "compiled" / "tieout")

    def downstream(self, first: str) -> set[str]:
        """That model, and all that is made of it."""
        found = {first}
        for name in TopologicalSorter(self.reads).static_order():
            if self.reads[name] & found:
                found.add(name)
        return found

    def upstream(self, last: Iterable[str]) -> set[str]:
        """These models, and all that they are made of."""
        found, asked = set(), list(last)
        while asked:
            name = asked.pop()
            if name not in found:
                found.add(name)
                asked += self.reads[name]
        return found

    def seconds(self, inputs: Path, wanted: set[str]) -> dict[str, float]:
        """Make the models, and what they need, anew in a database of their own; seconds of each."""
        made = inputs.with_name("replayed.duckdb")
        taken = {}
        with duckdb.connect(":memory:", config={"threads": THREADS}) as connection:
            connection.execute(f"ATTACH '{inputs}' AS inputs (READ_ONLY)")
            connection.execute(f"ATTACH '{made}' AS published")
            connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            connection.execute("SET search_path = 'published.main,memory.main'")
            needed = self.upstream(wanted)
            for name in TopologicalSorter({name: self.reads[name] for name in needed}).static_order():
                began = time.perf_counter()
                connection.execute(self._statement(name))
                taken[name] = time.perf_counter() - began
        made.unlink()
        return taken

    def _statement(self, name: str) -> str:
        node = self.nodes[name]
        sql = (self.compiled / node["original_file_path"]).read_text(encoding="utf-8")
        schema = f'"{node["database"]}"."{node["schema"]}"'
        kind = "VIEW" if node["config"]["materialized"] == "view" else "TABLE"
        return f'CREATE SCHEMA IF NOT EXISTS {schema}; CREATE {kind} {schema}."{node["alias"]}" AS ({sql}\n)'
