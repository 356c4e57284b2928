"""A spreadsheet holds the numbers exactly, or as text where a cell would round them, and never a formula."""

import io
import string
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.printing import Document, Kind, Table, rows_digest
from reporting.printing.files import printed
from tests.support.rounds import rounds
from tests.unit.reporting.printing.paper import HEAD, one_column, statement
from tests.unit.reporting.printing.test_csv import SIGNS

AMOUNTS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**13), max_value=10**13),
    st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**29), max_value=10**29),
)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="_￾￿"), min_size=1, max_size=40)


def cells(document: Document) -> list[Any]:
    """The second column of the first sheet, as another program opens it."""
    book = openpyxl.load_workbook(io.BytesIO(printed(document, ".xlsx")))
    return [row[1] for row in book.worksheets[0].iter_rows(min_row=2)]


@pytest.mark.soak
@settings(max_examples=rounds(15, 300), deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=40))
def test_every_amount_comes_out_again_exactly_as_a_number_or_as_text(amounts: list[Decimal]) -> None:
    for amount, cell in zip(amounts, cells(one_column(amounts, Kind.NUMBER)), strict=True):
        assert Decimal(str(cell.value)) == amount
        significant = len("".join(map(str, amount.as_tuple().digits)).strip("0"))
        assert cell.data_type == ("n" if significant <= 15 else "s")


def test_fifteen_digits_are_a_number_and_sixteen_are_text() -> None:
    safe, unsafe = Decimal("9999999999999.99"), Decimal("99999999999999.99")
    assert [cell.data_type for cell in cells(one_column([safe, unsafe], Kind.NUMBER))] == ["n", "s"]
    assert float(Decimal(9007199254740993)) == float(Decimal(9007199254740992)), "why a double will not do"


@pytest.mark.parametrize(
    ("amount", "shown"), [("1.00", "0.00"), ("5", ""), ("1.234", "0.000"), ("0.12345678", "0.00000000")]
)
def test_a_cell_shows_the_decimals_of_its_currency(amount: str, shown: str) -> None:
    decimals = shown[1:]
    (cell,) = cells(one_column([Decimal(amount)], Kind.NUMBER))
    assert cell.number_format == f"#,##0{decimals}_);(#,##0{decimals})"


@pytest.mark.soak
@settings(max_examples=rounds(15, 300), deadline=None)
@given(st.lists(st.one_of(PRINTABLE, SIGNS.filter(lambda text: text.isprintable() and "_" not in text)), min_size=1))
def test_every_text_is_a_string_and_none_a_formula_or_a_link(texts: list[str]) -> None:
    found = cells(one_column(texts))
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} == {"s"}
    assert not any(cell.hyperlink for cell in found)


def test_links_formulas_and_dates_are_what_they_were() -> None:
    found = cells(one_column(["http://example.com", "=1+1", "{=1}", date(2026, 10, 31), None, True]))
    assert [cell.data_type for cell in found] == ["s", "s", "s", "d", "n", "b"]
    assert found[3].value.date() == date(2026, 10, 31)
    assert found[4].value is None


def test_control_characters_and_very_long_texts_do_no_harm() -> None:
    found = cells(one_column(["".join(map(chr, range(32))), "x" * 40_000]))
    assert len(found[1].value) == 32_767
    assert found[1].value.endswith("(cut: the CSV file has all of it)")


def test_a_sheet_says_what_the_figures_are() -> None:
    document = statement()
    book = openpyxl.load_workbook(io.BytesIO(printed(document, ".xlsx")))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["run"] == HEAD.run_id
    assert about["known at"] == "2026-11-02T09:05:01.250000Z"
    assert about["rows"] == 4
    assert about["sha256"] == rows_digest(document.tables[0])
    assert [cell.value for cell in book.worksheets[0][1]] == ["Section", "Account", "Currency", "Amount", "Share"]


def test_what_is_written_as_text_is_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(printed(one_column([Decimal("1234567890123456.78")]), ".xlsx")))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["written as text"] == "1 numbers of more than 15 digits, which a cell would round"


def test_titles_that_no_sheet_may_have_become_ones_that_it_may() -> None:
    tables = [
        Table("t", title, [], []) for title in ("A/B [x]:*?", "a/b (x)" + string.ascii_letters, "About", "A/B [x]:*?")
    ]
    names = openpyxl.load_workbook(io.BytesIO(printed(Document(HEAD, tables), ".xlsx"))).sheetnames
    assert len({name.casefold() for name in names}) == 5
    assert names[0] == "A-B -x----"


def test_the_same_document_is_the_same_file() -> None:
    assert printed(statement(), ".xlsx") == printed(statement(), ".xlsx")
