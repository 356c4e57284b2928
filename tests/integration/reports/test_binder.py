"""The binder of a close is complete, checks itself, and comes out again as it was, whatever became of the books."""

import hashlib
import io
import json

import openpyxl
import pypdf
import pytest

from reporting.binder import render_binder
from reporting.close import close_package
from tests.integration.reports.story import Story
from tieout.errors import InputError


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_every_file_is_in_the_manifest_with_its_digest(story: Story) -> None:
    manifest = json.loads(story.bound["manifest.json"])
    listed = {file["name"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    others = {name: content for name, content in story.bound.items() if name != "manifest.json"}
    assert listed == {name: (len(content), digest(content)) for name, content in others.items()}


def test_the_sealed_texts_have_the_hashes_that_two_people_certified(story: Story) -> None:
    with story.books.connect() as connection:
        head = close_package(story.books.workspace, connection, "e", "2026-01").head
    assert digest(story.bound["seal.txt"]) == head.seal_hash
    assert digest(story.bound["trial-balance.seal.txt"]) == head.trial_balance_hash
    assert story.binder.relative_to(story.books.root).as_posix() == f"binders/e/2026-01/{head.close_no}-certified"


def test_written_again_after_other_runs_the_binder_has_the_same_bytes(story: Story) -> None:
    (story.binder / "binder.pdf").write_bytes(b"somebody wrote over it")
    with story.books.connect() as connection:
        package = close_package(story.books.workspace, connection, "e", "2026-01")
        assert render_binder(story.books.workspace, connection, package) == story.binder
    assert {path.name: path.read_bytes() for path in story.binder.iterdir()} == story.bound


def test_the_pdf_has_the_status_the_people_the_statements_and_the_digests(story: Story) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(story.bound["binder.pdf"])).pages]
    for fact in ("certified", "by ann", "by bob", "All of it is here", "2026-01-01 to 2026-01-31"):
        assert fact in pages[0]
    text = "\n".join(pages)
    for title in (
        "Balance sheet",
        "Profit and loss",
        "Cash flow",
        "Changes in equity",
        "Trial balance",
        "Reconciliations",
    ):
        assert f"{title}\n" in text
    for title in (
        "Exceptions that were open",
        "Decisions on exceptions",
        "Checks and acceptances",
        "History of the close",
    ):
        assert f"{title}\n" in text
    for name, content in story.bound.items():
        if name.endswith(".csv") and not name.endswith("-digests.csv"):
            assert digest(content.split(b"\n", 10)[10]) in text, name


def test_the_spreadsheet_has_a_sheet_for_every_csv_file_with_the_same_figures(story: Story) -> None:
    book = openpyxl.load_workbook(io.BytesIO(story.bound["binder.xlsx"]))
    files = sorted(name for name in story.bound if name.endswith(".csv"))
    assert len(book.sheetnames) == len(files) + 1
    sheet = book["Sealed trial balance"]
    heads = [cell.value for cell in sheet[1]]
    closing = {
        row[heads.index("Account")].value: row[heads.index("Closing")].value for row in sheet.iter_rows(min_row=2)
    }
    assert closing == {"1000": 5, "4000": -5}


def test_a_period_that_was_never_closed_has_no_binder(story: Story) -> None:
    with story.books.connect() as connection, pytest.raises(InputError, match="was never closed"):
        close_package(story.books.workspace, connection, "e", "2026-02")
