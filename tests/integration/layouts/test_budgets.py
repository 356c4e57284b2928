"""Budget files against the charts and calendars of a workspace: what counts, and what is refused with its line."""

import pytest

from reporting.budgets import budgets_table
from tests.support.books_build import Books
from tieout.errors import InputError

ENTITIES = """
  - {id: de, name: DE, currency: EUR, fiscal_calendar: {kind: month, adjustment_period: true}}
  - {id: jp, name: JP, currency: JPY, fiscal_calendar: {kind: 4-4-5, ends: last saturday of january}}
"""
SOURCE = "sources: [{id: books, kind: book, format: journal_csv, path: 'inbox/*.csv'}]"
HEADER = "entity,book,period,account,amount,currency\n"


@pytest.fixture(scope="module")
def budget(server_root):
    """The table of budget files that are written into the one workspace."""
    books = Books(server_root, "", entities=ENTITIES, keys=f"reporting: {{budget: 'budget/*.csv'}}\n{SOURCE}")
    (books.root / "budget").mkdir()
    with books.connect() as connection:

        def read(**files: str):
            for old in (books.root / "budget").iterdir():
                old.unlink()
            for name, rows in files.items():
                (books.root / "budget" / f"{name}.csv").write_text(rows)
            return sorted(budgets_table(books.workspace, connection).rows)

        yield read


def test_figures_of_all_files_count_together_in_minor_units_of_their_currency(budget):
    found = budget(
        sales=HEADER + "de,,2026-01,4000,1200.50,\njp,books,2026-P03,5100,1200,\nde,,2026-01,4000,1300.00,USD\n",
        more="period,account,amount,entity\n2026-P13,1000,-5,de\n2026-01,4000,1200.50,de\n",
    )
    assert found == [
        ("de", "ledger", "2026-01", "4000", "revenue", "EUR", 120050),
        ("de", "ledger", "2026-01", "4000", "revenue", "USD", 130000),
        ("de", "ledger", "2026-P13", "1000", "asset", "EUR", -500),
        ("jp", "books", "2026-P03", "5100", "expense", "JPY", 1200),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("de,,2026-01,4001,1,\n", "budget/plan.csv:2: unknown account '4001': did you mean '4000'?"),
        ("de,,2026-13,4000,1,\n", "budget/plan.csv:2: unknown period '2026-13': did you mean '2026-P13'?"),
        ("jp,,2026-03,4000,1,\n", "budget/plan.csv:2: unknown period '2026-03': did you mean '2026-P03'?"),
        ("de,,soon,4000,1,\n", "budget/plan.csv:2: unknown period 'soon'"),
        ("dx,,2026-01,4000,1,\n", "budget/plan.csv:2: unknown entity 'dx': did you mean 'de'?"),
        (",,2026-01,4000,1,\n", "budget/plan.csv:2: unknown entity ''"),
        ("de,book,2026-01,4000,1,\n", "budget/plan.csv:2: unknown book 'book': did you mean 'books'?"),
        ("de,,2026-01,4000,1.005,\n", "budget/plan.csv:2: 1.005 has more than the 2 decimals of its currency"),
        ("de,,2026-01,4000,1,EUX\n", "budget/plan.csv:2: unknown currency 'EUX'"),
        ("de,,2026-01,4000,1e,\n", "budget/plan.csv:2: amount '1e' is not an amount of the form 1234.56"),
        ("de,,2026-01,4000,,\n", "budget/plan.csv:2: amount is empty"),
        ("de,,2026-01\n", "budget/plan.csv:2: has not as many cells as the header"),
        (
            "de,,2026-01,4000,1,\nde,,2026-02,4000,1,\nde,ledger,2026-01,4000,2,EUR\n",
            "budget/plan.csv:4: account 4000 has another budget for 2026-01 at budget/plan.csv:2: keep one",
        ),
    ],
)
def test_what_cannot_be_budgeted_is_refused_with_its_line(budget, rows, message):
    with pytest.raises(InputError) as refused:
        budget(plan=HEADER + rows)
    assert message in str(refused.value)


def test_a_budget_that_is_not_there_or_has_other_columns_is_refused(budget):
    with pytest.raises(InputError, match=r"no file is 'budget/\*.csv'"):
        budget()
    with pytest.raises(InputError, match=r"budget/plan.csv:1: unknown column 'acount': did you mean 'account'\?"):
        budget(plan="period,acount,amount\n")
    with pytest.raises(InputError, match=r"budget/plan.csv:1: missing column 'amount'"):
        budget(plan="period,account\n")
