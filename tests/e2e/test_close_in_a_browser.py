"""A month's close in a real browser: one person closes, another one certifies; a report is the same on the screen and in its file."""

import os
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from reporting.close import close_of
from reporting.reports import archive
from tests.support.books_build import Books, make_server_root
from tests.support.dashboard_server import Visit, act_as, dashboard_server
from tests.support.marts_fixture import publish_file
from tieout.postgres import DATABASE_URL


def journal(name: str, day: date, amounts: dict[str, int]) -> JournalRequest:
    lines = tuple(LineRequest(account=account, amount=Decimal(amount)) for account, amount in amounts.items())
    return JournalRequest(journal_id=name, entity="e", date=day, lines=lines)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """September has capital and a sale, October a line in suspense; what is built of it is published."""
    kept = Books(make_server_root(tmp_path_factory.mktemp("close")), "")
    with kept.connect() as connection:
        post(
            connection,
            kept.workspace.config.tenant,
            [
                journal("capital", date(2026, 9, 1), {"1000": 1000, "3000": -1000}),
                journal("sale", date(2026, 9, 15), {"1000": 250, "4000": -250}),
                journal("puzzle", date(2026, 10, 2), {"1900": 40, "1000": -40}),
            ],
        )
        os.environ[DATABASE_URL] = connection.info.dsn
    with kept.build(as_of=date(2026, 10, 31), models=()) as marts, kept.connect() as connection:
        (run_id,) = marts.execute("SELECT run_id FROM marts.run").fetchone()
        archive(connection, kept.workspace, run_id, marts)
    (built,) = kept.root.glob("*.duckdb")
    publish_file(kept.root, built)
    yield kept
    del os.environ[DATABASE_URL]


@pytest.fixture(scope="module")
def browser_visit(browser: Browser, books: Books) -> Iterator[Visit]:
    with dashboard_server(books.root) as served:
        visit = Visit(browser, served)
        yield visit
        visit.close()
        assert visit.errors == []
        assert visit.foreign_requests == []


def state_of(books: Books, period: str) -> str | None:
    with books.connect() as connection:
        found = close_of(connection, books.workspace.config.tenant, "e", period)
    return found and found.state


def test_a_month_is_certified_by_another_person_than_the_one_who_closed_it(browser_visit: Visit, books: Books) -> None:
    page = browser_visit.open("/close?period=2026-09", "Close")
    act_as(page, "ann")
    expect(page.get_by_role("region", name="How things stand")).to_contain_text("September 2026 is open")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("dialog").get_by_role("button", name="Close as ann").click()
    expect(
        page.get_by_text(
            "September 2026 of e: closed, and with it January 2026 to August 2026 (without journals), by ann."
        )
    ).to_be_visible()
    assert state_of(books, "2026-09") == "prepared"

    page.get_by_role("button", name="Certify").click()
    page.get_by_role("dialog").get_by_role("button", name="Certify as ann").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("ann")
    page.keyboard.press("Escape")
    assert state_of(books, "2026-09") == "prepared"

    act_as(page, "bob")
    page.get_by_role("button", name="Certify").click()
    page.get_by_role("dialog").get_by_role("button", name="Certify as bob").click()
    expect(page.get_by_role("region", name="How things stand")).to_contain_text("September 2026 is certified")
    expect(page.get_by_role("region", name="What was done")).to_contain_text("bob")
    assert state_of(books, "2026-09") == "certified"
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Binder").click()
    pages = [part.extract_text() for part in PdfReader(downloading.value.path()).pages]
    assert "ann" in pages[0]
    assert "bob" in pages[0]


def test_what_blocks_a_close_is_named_and_leads_to_its_figures(browser_visit: Visit, books: Books) -> None:
    page = browser_visit.open("/close?period=2026-10", "Close")
    act_as(page, "ann")
    checklist = page.get_by_role("region", name="Checklist")
    expect(checklist.get_by_role("row", name="Suspense is zero")).to_contain_text("Blocked")
    expect(checklist.get_by_role("row", name="Suspense is zero")).to_contain_text("40.00 EUR")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("dialog").get_by_role("button", name="Close as ann").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("uspense")
    page.keyboard.press("Escape")
    assert state_of(books, "2026-10") is None
    checklist.get_by_role("button", name="Suspense is zero").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Statements")
    expect(page.get_by_role("combobox", name="Period")).to_have_value("2026-10")


def test_a_report_is_the_same_on_the_screen_and_in_its_file(browser_visit: Visit, tmp_path: Path) -> None:
    page = browser_visit.open("/reports?report=Profit%20and%20loss&period=2026-09", "Reports")
    table = page.get_by_role("region", name="Profit and loss")
    expect(table.get_by_role("row", name="Revenue").first).to_contain_text("250.00")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="CSV").click()
    file = tmp_path / "income.csv"
    downloading.value.save_as(file)
    text = file.read_text(encoding="utf-8-sig")
    assert "250.00" in text
    (digest,) = re.findall("[0-9a-f]{64}", text)
    expect(page.get_by_text(digest)).to_be_visible()
