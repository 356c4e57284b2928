"""One book of several entities, one a case, delivered in two parts: built before the second arrived, and after."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.integration.subledgers import chance
from tests.support.books_build import Books, make_server_root

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
    *MARTS,
    "trial_balance",
    "balance_sheet",
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
    server_root = make_server_root(tmp_path_factory.mktemp("subledgers"))
    entities = ", ".join(f"{{id: {case}, name: {case}, currency: EUR}}" for case in (*CASES, chance.ENTITY))
    books = Books(server_root, _delivery("journals"), entities=f"[{entities}]", keys=CONFIGURED)
    settings = books.root / "tieout.yml"
    settings.write_text(settings.read_text().replace("kind: book,", "kind: book, restates: true,"))
    with books.build(as_of=date(2026, 9, 30), models=MODELS) as first:
        (books.root / "inbox" / "later.csv").write_text(_delivery("later"))
        with books.build(as_of=date(2026, 11, 20), models=MODELS) as last:
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
