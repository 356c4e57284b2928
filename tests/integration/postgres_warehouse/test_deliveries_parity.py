"""Both engines count the same lines of overlapping, repeated, restated, interim and missing statements, and say the same of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.support.both_engines import Both, build_both
from tests.support.deliveries import FIRST_DAY, Account, Line, Window, camt052, camt053, csv_export, mt940, mt942
from tieout.workspace import Workspace

DAYS = [FIRST_DAY + timedelta(days=number) for number in range(10)]
TWICE = tuple(
    Line(day, amount, text) for day in DAYS for amount, text in ((500, "coffee"), (500, "coffee"), (-700, "rent"))
)
ONCE = tuple(Line(day, 1_000 + number, "invoice", f"R{number % 2}") for number, day in enumerate(DAYS))
BUSY, QUIET = Account(10_000, TWICE), Account(-3_000, ONCE)
BOOK = "journal_id,date,account,amount\n" + "".join(
    f"J{number},{line.day},1000,{line.amount / 100:.2f}\nJ{number},{line.day},4000,{-line.amount / 100:.2f}\n"
    for number, line in enumerate(ONCE)
)
CONFIG = """\
tenant: acme
entities:
  - {id: de, name: Acme GmbH, currency: EUR}
sources:
  - {id: busy, kind: statement, format: mt940, path: 'inbox/busy/*', account: "1000"}
  - {id: quiet, kind: statement, format: camt053, path: 'inbox/quiet/*', account: "1000"}
  - {id: alone, kind: statement, format: mt940, path: 'inbox/alone/*'}
  - id: wallet
    kind: statement
    format: csv
    path: inbox/wallet/*
    currency: EUR
    columns: {date: date, amount: amount, description: text, balance: balance}
  - id: plain
    kind: statement
    format: csv
    path: inbox/plain/*
    currency: EUR
    columns: {date: date, amount: amount, description: text}
  - {id: books, kind: book, format: journal_csv, path: 'inbox/books/*'}
reconciliations:
  - {id: quiet, left: {source: books, account: "1000"}, right: {source: quiet}}
"""
FILES = {
    # Days 0 to 3 twice, cut within a day by the one series and between days by the other; day 4 is missing; days 7 and 8 so far.
    "busy/1": mt940([Window(BUSY, 0, 4, 1), Window(BUSY, 4, 12, 2)]),
    "busy/2": mt940([Window(BUSY, 3, 9, 50)]),
    "busy/3": mt940([Window(BUSY, 15, 21, 3)]),
    "busy/4": mt942(Window(BUSY, 18, 27, 90)),
    # A statement that is restated, a number that restarts, an interim report that the statement of its days replaced in part.
    "quiet/1": camt053([Window(QUIET, 0, 3, 1).with_mistake()]),
    "quiet/2": camt052(Window(QUIET, 2, 8, 90)),
    "quiet/3": camt053([Window(QUIET, 0, 3, 1), Window(QUIET, 3, 5, 1)]),
    "alone/1": mt942(Window(QUIET, 0, 2, 90)),
    "wallet/1": csv_export(Window(BUSY, 0, 10)),
    "wallet/2": csv_export(Window(BUSY, 6, 18), newest_first=True),
    "wallet/3": csv_export(Window(BUSY, 24, 30)),
    "plain/1": csv_export(Window(QUIET, 0, 6)),
    "plain/2": csv_export(Window(QUIET, 4, 10)),
    "books/1": BOOK.encode(),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    root = tmp_path_factory.mktemp("deliveries")
    (root / "tieout.yml").write_text(CONFIG)
    for name, content in FILES.items():
        file = root / "inbox" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    built = build_both(Workspace.open(root), as_of=date(2026, 4, 1))
    yield built
    built.marts.close()


def test_every_mart_of_such_deliveries_is_the_same_row_by_row(both: Both) -> None:
    assert list(both.differences()) == []


def test_each_line_counts_once(both: Both) -> None:
    counted = dict(both.rows("SELECT source, count(*) FROM on_duckdb.marts.statement_lines GROUP BY source"))
    assert counted == {"busy": 12 + 6 + 6, "quiet": 8, "alone": 2, "wallet": 18 + 6, "plain": 10}


def test_what_is_missing_restated_or_only_so_far_is_among_them(both: Both) -> None:
    types = {kind for (kind,) in both.rows("SELECT DISTINCT type FROM on_duckdb.marts.exceptions")}
    assert {"statement_gap", "restated"} <= types
    gaps = both.rows("SELECT source, amount FROM on_duckdb.marts.statement_gaps ORDER BY source")
    assert gaps == [("busy", 3), ("wallet", 6)]
    so_far = both.rows(
        "SELECT source, provisional_lines FROM on_duckdb.marts.source_accounts WHERE provisional_lines > 0"
    )
    assert sorted(so_far) == [("alone", 2), ("busy", 6), ("quiet", 3)]
