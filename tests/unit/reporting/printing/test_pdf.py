"""What is handed out: readable, complete on every page, and the same bytes wherever it is printed."""

import hashlib
import io
import os
import subprocess
import sys

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.printing import Column, Document, Kind, Table, Words, plain_rows, rows_digest
from reporting.printing.files import printed
from tests.support.rounds import rounds
from tests.unit.reporting.printing.paper import HEAD, one_column, statement

_PRINT = """
import hashlib
from reporting.printing.files import printed
from tests.unit.reporting.printing.paper import statement
print(hashlib.sha256(printed(statement(), ".pdf")).hexdigest())
"""


def pages(document: Document) -> list[str]:
    """The text of each page, as another program reads it."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed(document, ".pdf"))).pages]


def test_a_page_names_the_figures_and_the_digest_of_their_csv() -> None:
    document = statement()
    (text,) = pages(document)
    for fact in (
        "Trial balance",
        "Jäger & Söhne GmbH (acme-de)",
        "2026-10-01 to 2026-10-31",
        HEAD.run_id,
        "Page 1 of 1",
    ):
        assert fact in text
    assert f"4 rows · SHA-256 of the CSV lines {rows_digest(document.tables[0])}" in text


def test_figures_are_set_as_accountants_read_them() -> None:
    (text,) = pages(statement())
    lines = text.split("\n")
    assert "(1,234.56)" in lines
    assert "123,459.00" in lines
    assert "12.5 %" in lines
    assert "Current assets" in lines, "a word of programs is a heading of people"
    assert lines[lines.index("Total") + 1] == "–", "zero is a dash"
    assert "EUR" not in lines, "a column for programs is not on paper"


def test_a_long_table_has_its_header_and_its_number_on_every_page() -> None:
    texts = pages(statement(200))
    assert len(texts) > 3
    for number, text in enumerate(texts, start=1):
        assert "Account" in text.split("\n")
        assert f"Page {number} of {len(texts)}" in text
    assert sum(text.count(" Cash") for text in texts) == 200


def test_a_wide_table_turns_the_page_and_keeps_every_column() -> None:
    columns = [Column(f"c{at}", f"Column {at}", Kind.NUMBER) for at in range(14)]
    document = Document(
        HEAD, [Words("About", ["Upright."]), Table("wide", "Wide", columns, plain_rows([[10**9] * 14]))]
    )
    made = pypdf.PdfReader(io.BytesIO(printed(document, ".pdf"))).pages
    upright, turned = made
    assert upright.mediabox.width < upright.mediabox.height
    assert turned.mediabox.width > turned.mediabox.height
    assert turned.extract_text().count("1,000,000,000") == 14


def test_letters_of_europe_are_ours_and_others_do_no_harm() -> None:
    (text,) = pages(
        one_column(["Łódź, Győr, Ærø, Ελλάδα, Київ, €, ₹", "株式会社", "한국", "৳", "<b>&amp;</b>", "a\nb"])
    )
    assert "Łódź, Győr, Ærø, Ελλάδα, Київ, €, ₹" in text
    assert "株式会社" in text
    assert "<b>&amp;</b>" in text
    assert "\N{REPLACEMENT CHARACTER}" in text


@pytest.mark.soak
@settings(max_examples=rounds(15, 300), deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=900), min_size=1, max_size=4))
def test_any_text_can_be_printed(texts: list[str]) -> None:
    assert pages(one_column(texts))


def test_a_text_of_many_line_ends_stays_on_its_page() -> None:
    assert len(pages(one_column(["a" + "\n" * 690 + "b"]))) == 1


def test_the_same_document_is_the_same_file_in_another_process_and_after_another_document() -> None:
    pages(one_column(["Œuvre"]))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", _PRINT], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(printed(statement(), ".pdf")).hexdigest()
