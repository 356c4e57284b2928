"""One book of several entities, one a case, delivered in two parts: built from nothing, then on what that version carries."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.integration.subledgers import chance
from tests.support.books_build import Books, make_yard
from warehouse.carried import Carried

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(folder.name for folder in GOLDENS.iterdir())
MARTS = (
    "account_ledger",
    "account_rollforward",
    "changes_in_equity",
    "ageing",
    "subledger_control",
    "deferred_revenue",
)
MODELS = (
    *(f"+{mart}" for mart in MARTS),
    "+trial_balance",
    "+balance_sheet",
    "+carried_movements",
    "+carried_periods",
    "+carried_subledger_accounts",
    "+carried_open_entries",
    "+carried_deferred_days",
)
CONFIGURED = """
ageing: {payable: {due_days: 20, buckets: [15]}}
reporting: {tags: {reserve: ["3400"]}}
"""
NAMES = {
    "1500": ("Fixed Assets", "asset"),
    "1590": ("Accumulated Depreciation", "asset"),
    "2500": ("Loans", "liability"),
    "3400": ("Revaluation Surplus", "equity"),
    "5600": ("Depreciation", "expense"),
}


class Versions(NamedTuple):
    """The marts after the first delivery, as of 30 September 2026, and after the second, as of 20 November 2026."""

    first: duckdb.DuckDBPyConnection
    last: duckdb.DuckDBPyConnection


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    yard = make_yard(tmp_path_factory.mktemp("subledgers"))
    entities = ", ".join(f"{{id: {case}, name: {case}, currency: EUR}}" for case in (*CASES, chance.ENTITY))
    books = Books(yard, _delivery("journals"), entities=f"[{entities}]", keys=CONFIGURED)
    with books.build(as_of=date(2026, 9, 30), models=MODELS) as first:
        carried = _carried(first)
    (books.root / "inbox" / "later.csv").write_text(_delivery("later"))
    with (
        books.build(as_of=date(2026, 11, 20), models=MODELS, carried=carried) as last,
        duckdb.connect(str(carried.version), read_only=True) as first,
    ):
        yield Versions(first, last)


def _delivery(name: str) -> str:
    """One file of all cases' journals, and of the book by chance; accounts beyond the built-in chart are named."""
    lines = []
    for file in sorted(GOLDENS.glob(f"*/{name}.csv")):
        case = file.parent.name
        for row in csv.DictReader(file.read_text().splitlines()):
            account_name, account_type = NAMES.get(row["account"], ("", ""))
            ids = {
                "journal_id": f"{case}-{row['journal_id']}",
                "reverses": row["reverses"] and f"{case}-{row['reverses']}",
            }
            lines.append(row | ids | {"entity": case, "account_name": account_name, "account_type": account_type})
    by_chance = [entry for entry in chance.drawn() if (entry.day > chance.BETWEEN_DELIVERIES) == (name == "later")]
    rows = [*(",".join(line.values()) for line in lines), *chance.journals(by_chance, lines[0])]
    return "\n".join([",".join(lines[0]), *rows]) + "\n"


def _carried(built: duckdb.DuckDBPyConnection) -> Carried:
    """A narrow build as a version to go on from: what it has no model for, it has no row of."""
    (path,) = (
        built.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone() or ()
    )
    files = built.execute("SELECT file_id FROM carried.files").fetchall()
    built.close()
    tables = resources.files("warehouse") / "sql" / "nothing_carried.sql"
    with duckdb.connect(path) as version:
        version.execute(tables.read_text(encoding="utf-8").replace(" carried", " IF NOT EXISTS carried"))
    return Carried(Path(path), frozenset(file[0] for file in files), ())
