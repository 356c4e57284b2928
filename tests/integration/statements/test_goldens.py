"""Financial statements worked by hand: journals in, statements expected, one folder a case.

All cases are entities of one book, each with a calendar of its own. A folder holds `journals.csv` and, per mart, the rows
of the periods that it speaks of: every row of those periods, and no others. What they follow:

- months: comparatives of the period and the year before (IAS 1.38); a year that was closed by journals shows the same
  result as one that was not, and equity on one line or the other (IAS 1.54(r)).
- weeks: a 52-53-week year, 4-4-5, that ends on the last Saturday of January (IRS Publication 538); 2026 has 53 weeks.
- tax_year: months from the 6th to the 5th, as the British tax year from 6 April.
- leap_year: a year that ends on the last day of February.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.books_build import build_books, make_yard

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(folder.name for folder in GOLDENS.iterdir())
EXPECTED = sorted(f"{file.parent.name}/{file.stem}" for file in GOLDENS.glob("*/*.csv") if file.stem != "journals")
CALENDARS = {
    "months": "{kind: month}",
    "weeks": "{kind: 4-4-5, ends: last saturday of january}",
    "tax_year": "{kind: month, starts: 6 april}",
    "leap_year": "{kind: month, starts: 1 march}",
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    yard = make_yard(tmp_path_factory.mktemp("goldens"))
    entities = ", ".join(
        f"{{id: {case}, name: {case}, currency: EUR, fiscal_calendar: {CALENDARS[case]}}}" for case in CASES
    )
    return build_books(yard, _journals(), entities=f"[{entities}]", as_of=date(2026, 11, 30))


def _journals() -> str:
    lines = ["journal_id,date,account,debit,credit,kind,entity"]
    for case in CASES:
        rows = (GOLDENS / case / "journals.csv").read_text().splitlines()[1:]
        lines += [f"{case}-{row},{case}" for row in rows]
    return "\n".join(lines) + "\n"


def _typed(row: dict[str, str]) -> dict[str, object]:
    return {name: value if name in {"period", "account_code"} else Decimal(value) for name, value in row.items()}


@pytest.mark.parametrize("golden", EXPECTED)
def test_a_statement_is_the_one_worked_by_hand(marts, golden):
    case, mart = golden.split("/")
    with (GOLDENS / f"{golden}.csv").open(newline="") as file:
        expected = [_typed(row) for row in csv.DictReader(file)]
    columns = ", ".join(expected[0])
    periods = sorted({row["period"] for row in expected})
    found = marts.execute(
        f"SELECT {columns} FROM marts.{mart} WHERE entity_id = $case AND list_contains($periods, period)"
        " ORDER BY period, account_code",
        {"case": case, "periods": periods},
    ).fetchall()
    assert found == [tuple(row.values()) for row in expected]


def test_an_open_years_result_and_a_closed_ones_make_the_same_equity(marts):
    """2025 of `months` is closed by a journal; the balance sheet of its last month balances all the same."""
    equity = marts.execute(
        "SELECT sum(amount) FROM marts.balance_sheet"
        " WHERE entity_id = 'months' AND period = '2025-12' AND section = 'equity'"
    ).fetchone()
    assert equity == (Decimal(1250),)
