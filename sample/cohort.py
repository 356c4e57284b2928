"""Many sample companies side by side in one workspace, so that one run reconciles them all and is judged on each.

Every member is a company as `generate` makes it, untouched, in a folder of its own. Its sources and reconciliations
carry its name before their own (`s7-stripe`), and the postings of its ledger are delivered as the files of a book
(`s7-ledger`): members share accounts and entities, and nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import yaml

from sample.generate import Sample, generate
from tieout.config.models import LEDGER

CONFIG = "tieout.yml"
_VIEWS = {
    "general_ledger": {"book"},
    "statement_lines": {"source"},
    "matches": {"reconciliation"},
    "match_items": {"source"},
    "exceptions": {"reconciliation", "source"},
    "in_transit_items": {"reconciliation", "source"},
}


def generate_cohort(
    root: Path,
    seeds: Iterable[int],
    *,
    journals: int,
    discrepancies: float,
    further_passes: Sequence[dict[str, Any]] = (),
) -> dict[str, Sample]:
    """Write a workspace at `root` with a company of about `journals` journals for each seed; returns them by name.

    `further_passes` (as tieout.yml has them) come after the companies' own in every reconciliation.

    Raises:
        InputError: as by `generate`.
    """
    members = {
        f"s{seed}": generate(root / f"s{seed}", journals=journals, seed=seed, discrepancies=discrepancies)
        for seed in seeds
    }
    settings: list[dict[str, Any]] = []
    for name in members:
        own = root / name / CONFIG
        settings.append(_renamed(yaml.safe_load(own.read_text(encoding="utf-8")), name))
        own.unlink()
    joined = {**settings[0]}
    for key in ("sources", "reconciliations"):
        joined[key] = [entry for setting in settings for entry in setting[key]]
    for reconciliation in joined["reconciliations"]:
        reconciliation["passes"].extend(further_passes)
    (root / CONFIG).write_text(yaml.safe_dump(joined, sort_keys=False), encoding="utf-8")
    return members


@contextmanager
def marts_of(published: Path, member: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """What a run published about one member, as if it had been alone: schema `marts`, under the names of its own."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published}' AS published (READ_ONLY)")
        connection.execute("CREATE SCHEMA marts")
        for table, names in _VIEWS.items():
            own = ", ".join(f"substr({name}, {len(member) + 2}) AS {name}" for name in names)
            mine = " OR ".join(f"starts_with({name}, '{member}-')" for name in names)
            connection.execute(
                f"CREATE VIEW marts.{table} AS SELECT * REPLACE ({own}) FROM published.marts.{table} WHERE {mine}"
            )
        yield connection


def _renamed(setting: dict[str, Any], member: str) -> dict[str, Any]:
    for source in setting["sources"]:
        source["id"] = f"{member}-{source['id']}"
        source["path"] = f"{member}/{source['path']}"
    for rates in setting["rates"]:
        rates["path"] = f"{member}/{rates['path']}"
    book = {"id": f"{member}-{LEDGER}", "kind": "book", "format": "journal_csv", "path": f"{member}/postings/*.csv"}
    setting["sources"].append(book)
    for reconciliation in setting["reconciliations"]:
        reconciliation["id"] = f"{member}-{reconciliation['id']}"
        for side in ("left", "right"):
            reconciliation[side]["source"] = f"{member}-{reconciliation[side]['source']}"
    return setting
