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

from ledger.periods import lay_out
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from tests.support.books_build import Books, make_server_root

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(folder.name for folder in GOLDENS.iterdir())
EXPECTED = sorted(f"{file.parent.name}/{file.stem}" for file in GOLDENS.glob("*/*.csv") if file.stem != "journals")
CALENDARS = {
    "months": "{kind: month}",
    "weeks": "{kind: 4-4-5, ends: last saturday of january}",
    "tax_year": "{kind: month, starts: 6 april}",
    "leap_year": "{kind: month, starts: 1 march}",
    "thirteen": "{kind: month, adjustment_period: true}",
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    server_root = make_server_root(tmp_path_factory.mktemp("goldens"))
    entities = ", ".join(
        f"{{id: {entity}, name: {entity}, currency: EUR, fiscal_calendar: {calendar}}}"
        for entity, calendar in CALENDARS.items()
    )
    books = Books(server_root, _journals(), entities=f"[{entities}]")
    _post_period_13(books)
    return books.build(as_of=date(2026, 11, 30))


def _post_period_13(books: Books) -> None:
    """A sale in December, an adjustment and the closing entry in period 13, a sale in January: in our own book."""
    with books.connect() as connection:
        tenant = books.workspace.config.tenant
        lay_out(connection, tenant, "thirteen", date(2025, 12, 31))
        post(
            connection,
            tenant,
            [
                _journal("sale", date(2025, 12, 31), {"1000": 100, "4000": -100}),
                _journal("correction", date(2025, 12, 31), {"1100": 5, "4000": -5}, adjustment=True),
                _journal("close", date(2025, 12, 31), {"4000": 105, "3100": -105}, kind="closing", adjustment=True),
                _journal("next", date(2026, 1, 2), {"1000": 7, "4000": -7}),
            ],
        )


def _journal(name: str, day: date, amounts: dict[str, int], **more: object) -> JournalRequest:
    lines = tuple(LineRequest(account=account, amount=Decimal(amount)) for account, amount in amounts.items())
    return JournalRequest(journal_id=name, entity="thirteen", date=day, lines=lines, **more)


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


def test_period_13_stands_between_two_years_and_takes_only_adjustments(marts):
    balances = marts.execute(
        "SELECT period, account_code, opening_balance, unadjusted_balance, adjusted_balance, closing_balance"
        " FROM marts.trial_balance WHERE entity_id = 'thirteen' AND account_code IN ('1100', '4000')"
        " ORDER BY account_code, period"
    ).fetchall()
    assert balances == [
        ("2025-P13", "1100", 0, 0, 5, 5),
        ("2026-01", "1100", 5, 5, 5, 5),
        ("2025-12", "4000", 0, -100, -100, -100),
        ("2025-P13", "4000", -100, -100, -105, 0),
        ("2026-01", "4000", 0, -7, -7, -7),
    ]


def test_january_compares_with_december_and_its_balances_with_period_13(marts):
    revenue = marts.execute(
        "SELECT period, amount, prior_period, year_to_date FROM marts.profit_and_loss"
        " WHERE entity_id = 'thirteen' AND period >= '2025-P13' ORDER BY period"
    ).fetchall()
    retained = marts.execute(
        "SELECT period, amount, prior_period FROM marts.balance_sheet"
        " WHERE entity_id = 'thirteen' AND account_code = '3100' ORDER BY period"
    ).fetchall()
    assert revenue == [("2025-P13", 5, 0, 105), ("2026-01", 7, 100, 7)]
    assert retained == [("2025-P13", 105, 0), ("2026-01", 105, 105)]
