"""Builds of small matching cases: many reconciliations side by side in one workspace, so that dbt starts once for all of them.

A case is two lists of lines, one a side. Each becomes a CSV source of its own and a reconciliation of its own, all on one
private build, without audit or publication. Builds share a folder: its server, where each is a tenant of its own, and the
names of the build's files, for dbt reads its project anew when they change.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from ingest.receiver import receive
from ledger.chart import chart_of
from ledger.periods import close
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.build import BuildFiles, build
from warehouse.raw import Run, load_raw

COLUMNS = ("id", "date", "amount", "reference", "group", "currency", "description", "fee", "gross", "counterparty")
_BUILDS = count(1)
MATCHING = (
    "matches",
    "match_items",
    "exceptions",
    "exception_candidates",
    "in_transit_items",
    "reconciliation_summary",
    "general_ledger",
    "statement_lines",
)
"""What matching ends in; marts that are made of nothing but the book are left out."""
PASSES = "[{kind: reference, within_days: 10}, {kind: group}, {kind: amount_date, within_days: 3}]"


@dataclass(frozen=True)
class Line:
    """One line of a side; `amount` in major units."""

    id: str
    date: date
    amount: Decimal
    reference: str = ""
    group: str = ""
    currency: str = "EUR"
    description: str = ""
    fee: Decimal | None = None
    gross: Decimal | None = None
    counterparty: str = ""


@dataclass(frozen=True)
class Case:
    """Two sides and the passes to match them with; `sides` as tieout.yml writes them, `{name}` being the case's."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    passes: str = PASSES
    lag: int = 3
    sides: tuple[str, str] = ("{{source: {name}-left}}", "{{source: {name}-right}}")


@dataclass
class Built:
    """The marts of a build, by case."""

    marts: duckdb.DuckDBPyConnection
    cases: Mapping[str, Case] = field(default_factory=dict)

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self.marts.execute(sql, values).fetchall()

    def types(self, case: str) -> dict[str, str]:
        """What each line that did not match is, by line id."""
        found = self.rows(
            "SELECT line_ref, type FROM marts.exceptions WHERE reconciliation = $case"
            " UNION ALL SELECT line_ref, 'in_transit' FROM marts.in_transit_items WHERE reconciliation = $case",
            case=case,
        )
        return dict(found)

    def matches(self, case: str, status: str = "confirmed") -> set[frozenset[str]]:
        """The matches of a case as sets of line ids."""
        found = self.rows(
            "SELECT list(line_ref) FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
            " WHERE reconciliation = $case AND status = $status GROUP BY match_id",
            case=case,
            status=status,
        )
        return {frozenset(row[0]) for row in found}


def make_server_root(root: Path) -> Path:
    """A workspace for the server alone."""
    (root / "tieout.yml").write_text("tenant: server\nentities: [{id: e, name: E, currency: EUR}]\n")
    return root


@dataclass(frozen=True)
class Around:
    """What a workspace has besides its cases: keys of tieout.yml, files, and periods closed before the lines arrive."""

    keys: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()


NOTHING = Around()


def build_cases(server_root: Path, cases: Mapping[str, Case], *, as_of: date, around: Around = NOTHING) -> Built:
    """Write the cases as a workspace beside the server, receive and build them."""
    number = next(_BUILDS)
    root = server_root / f"build{number}"
    root.mkdir()
    configure(root, f"tenant{number}", cases, around.keys)
    for path, text in around.files.items():
        (root / path).write_text(text)
    for name, case in cases.items():
        write_lines(root / "inbox" / f"{name}-left.csv", case.left)
        write_lines(root / "inbox" / f"{name}-right.csv", case.right)
    marts = build_workspace(server_root, root, as_of=as_of, closed=around.closed)
    return Built(duckdb.connect(str(marts), read_only=True), cases)


def build_workspace(server_root: Path, root: Path, *, as_of: date, closed: Iterable[str] = ()) -> Path:
    """Receive what lies in a workspace, with the shared server, and build it; returns the file of its marts."""
    workspace = Workspace.open(root)
    files = BuildFiles(server_root / "inputs.duckdb", server_root / "next.duckdb")
    with connect(Workspace.open(server_root)) as connection:
        sync_books(connection, workspace.config, workspace.root)
        for period in closed:
            close(connection, workspace.config.tenant, "e", period, by="an accountant")
        chart = [account[:4] for account in chart_of(workspace.config, workspace.root)]
        received = receive(connection, workspace, "run", chart=chart)
        assert [file.reason for file in received if file.reason] == []
        with files.loading() as inputs:
            load_raw(inputs, connection, workspace, Run("run", datetime.now(UTC), as_of))
    outcomes = build(files, MATCHING)
    assert [node.unique_id for node in outcomes if node.status not in ("success", "pass")] == []
    files.inputs.unlink()
    return files.marts.rename(root / "built.duckdb")


def configure(root: Path, tenant: str, cases: Mapping[str, Case], keys: str = "") -> None:
    """Write the tieout.yml: two sources and a reconciliation a case; a side may come in any number of files."""
    mapped = "{" + ", ".join(f"{column}: {column}" for column in COLUMNS) + "}"
    sources = [
        f"  - {{id: {name}-{side}, kind: statement, format: csv, path: 'inbox/{name}-{side}*.csv', columns: {mapped}}}"
        for name in cases
        for side in ("left", "right")
    ]
    rules = [
        f"  - {{id: {name}, left: {case.sides[0].format(name=name)}, right: {case.sides[1].format(name=name)},"
        f" expected_lag_days: {case.lag}, passes: {case.passes}}}"
        for name, case in cases.items()
    ]
    text = [
        f"tenant: {tenant}",
        "entities: [{id: e, name: E, currency: EUR}]",
        "sources:",
        *sources,
        "reconciliations:",
        *rules,
        keys,
    ]
    (root / "tieout.yml").write_text("\n".join(text) + "\n")


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Write a file of one side, making its folder first."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([getattr(line, column) for column in COLUMNS] for line in lines)
