"""The dashboards in a real browser: what a finance analyst does in the morning works, by mouse and by keyboard."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.dashboard_server import Visit, dashboard_server
from tests.support.marts_fixture import publish

PAGES = ("Overview", "Reconciliations", "Exceptions", "Statements", "Trace")

CONTRAST = """
() => {
  const parse = (text) => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.querySelector(".stApp"));
  const resolve = (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--tie-${name})`;
    document.querySelector(".stApp").append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return parse(color);
  };
  const pairs = [["ink", "card"], ["quiet", "card"], ["quiet", "head"], ["bad", "card"], ["bad", "picked"],
                 ["good", "good-soft"], ["warn", "warn-soft"], ["bad", "bad-soft"], ["accent", "card"]];
  const ratios = {};
  for (const [front, back] of pairs) {
    const [a, b] = [light(resolve(front)), light(resolve(back))];
    ratios[`${front} on ${back}`] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return {ratios, page: light(parse(style.backgroundColor))};
}
"""


def test_every_page_opens_from_the_navigation(visit: Visit) -> None:
    page = visit.open("/", "Overview")
    for name in PAGES[1:]:
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.get_by_role("alert")).to_have_count(0)


def test_selecting_an_exception_shows_its_candidates_and_reasons(visit: Visit) -> None:
    page = visit.open("/exceptions", "Exceptions")
    page.get_by_role("row", name="EX-001").click()
    expect(page.get_by_text("digits look transposed")).to_be_visible()
    expect(page.get_by_label("Left side").get_by_text("Candidate 1")).to_be_visible()
    expect(page.get_by_label("Right side").get_by_text("txn_dp_51")).to_be_visible()
    assert "exception=EX-001" in page.url


def test_an_exception_can_be_selected_and_traced_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/exceptions", "Exceptions")
    page.get_by_role("button", name="EX-011").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Left side").get_by_text("4,310.22")).to_be_visible()
    page.get_by_role("button", name="Trace po_900107").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trace")
    expect(page.get_by_role("row", name="EX-011")).to_be_visible()


def test_a_search_narrows_the_exceptions_and_the_address_remembers_it(visit: Visit) -> None:
    page = visit.open("/exceptions", "Exceptions")
    page.get_by_role("textbox", name="Search").fill("northwind")
    page.get_by_role("textbox", name="Search").press("Enter")
    expect(page.get_by_text("2 exceptions found")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 exceptions found")).to_be_visible()


def test_the_export_downloads_the_rows_on_the_screen(visit: Visit) -> None:
    page = visit.open("/exceptions?severity=high", "Exceptions")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    assert download.value.suggested_filename == "exceptions_as-of-2026-03-31_run-run-0001_5-rows.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[10:]))
    assert {row["severity"] for row in rows} == {"high"}
    assert len(rows) == 5


def test_a_figure_of_a_statement_opens_its_journal_lines(visit: Visit) -> None:
    page = visit.open("/statements", "Statements")
    page.get_by_role("radio", name="Profit and loss").click()
    page.get_by_role("row", name="Usage Revenue").click()
    expect(page.get_by_role("heading", name="Lines of account 4100")).to_be_visible()
    page.get_by_role("region", name="Journal lines").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trace")
    expect(page.get_by_role("heading", name="1. In the book")).to_be_visible()


def test_a_reconciliation_opens_from_the_overview_and_leads_to_its_exceptions(visit: Visit) -> None:
    page = visit.open("/", "Overview")
    page.get_by_role("row", name="bank-us").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reconciliations")
    expect(page.get_by_role("region", name="The proof as an equation")).to_contain_text("11,935.12")
    page.get_by_role("button", name="Look at the exceptions").click()
    expect(page.get_by_text("2 exceptions found")).to_be_visible()


def test_a_definition_opens_beside_its_key_figure(visit: Visit) -> None:
    page = visit.open("/", "Overview")
    definition = page.get_by_text("Processing fees over gross processed volume.")
    expect(definition).to_be_hidden()
    page.get_by_role("article").filter(has_text="Effective fee rate").locator("summary").click()
    expect(definition).to_be_visible()


@pytest.mark.parametrize(("scheme", "darkest", "lightest"), [("light", 0.8, 1.0), ("dark", 0.0, 0.1)])
def test_both_themes_are_readable(browser: Browser, address: str, scheme: str, darkest: float, lightest: float) -> None:
    visit = Visit(browser, address, scheme=scheme)
    measured = visit.open("/", "Overview").evaluate(CONTRAST)
    visit.close()
    assert darkest <= measured["page"] <= lightest
    assert {pair: ratio for pair, ratio in measured["ratios"].items() if ratio < 4.5} == {}


def test_a_page_turns_to_each_new_version_by_itself(browser: Browser, empty_workspace: Path) -> None:
    with dashboard_server(empty_workspace) as served:
        visit = Visit(browser, served)
        page = visit.open("/", "Nothing is published yet")
        publish(empty_workspace)
        expect(page.get_by_text("15 exceptions need a person")).to_be_visible()
        publish(empty_workspace, run_id="run-0002", after="DELETE FROM marts.exceptions WHERE severity = 'low'")
        expect(page.get_by_text("12 exceptions need a person")).to_be_visible()
        expect(page.get_by_text("run-0002").first).to_be_visible()
        visit.close()
        assert visit.errors == []
