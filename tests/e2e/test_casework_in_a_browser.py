"""Casework in a real browser, by keyboard: what a person does ends as events, and as a journal once a second one agrees."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from reconcile.casework import states
from tests.support.casework_workspace import act, make_casework_workspace
from tests.support.dashboard_server import Visit, act_as, dashboard_server
from tieout.postgres import connect
from tieout.workspace import Workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make_casework_workspace(tmp_path_factory.mktemp("casework"))


@pytest.fixture(scope="module")
def browser_visit(browser: Browser, home: Workspace) -> Iterator[Visit]:
    """One server and one browser page; each test does what no other test does again."""
    with dashboard_server(home.root) as served:
        visit = Visit(browser, served)
        yield visit
        visit.close()
        assert visit.errors == []
        assert visit.foreign_requests == []


def statuses(home: Workspace) -> dict[str, tuple[str, str | None]]:
    with connect(home) as connection:
        return {each.exception_id: (each.status, each.assignee) for each in states(connection, home.config.tenant)}


def row(page: Page, name: str):
    return page.get_by_role("region", name="Exceptions").get_by_role("row", name=name)


def test_rows_are_chosen_and_assigned_by_keyboard_alone(browser_visit: Visit, home: Workspace) -> None:
    page = browser_visit.open("/exceptions?in=stripe&sort=Oldest", "Exceptions")
    act_as(page, "anna")
    page.get_by_role("button", name="EX-002").focus()
    for key in ("Space", "Shift+ArrowDown", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_text("3 chosen")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_contain_text("Assign: 3 exceptions")
    expect(page.get_by_role("combobox", name="To", exact=True)).to_be_focused()
    page.keyboard.type("ben")
    for key in ("Enter", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("3 exceptions: assigned, by anna.")).to_be_visible()
    expect(row(page, "EX-002")).to_contain_text("ben")
    assert {each for each, now in statuses(home).items() if now == ("assigned", "ben")} == {
        "EX-001",
        "EX-002",
        "EX-003",
    }
    page.get_by_role("button", name="EX-002").press("ArrowDown")
    expect(page.get_by_role("button", name="EX-001")).to_be_focused()


def test_an_exception_is_matched_with_the_candidate_that_a_person_chose(browser_visit: Visit, home: Workspace) -> None:
    page = browser_visit.open("/exceptions?exception=EX-007", "Exceptions")
    act_as(page, "anna")
    page.get_by_role("button", name="Match").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="With").click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    dialog.get_by_role("textbox", name="Why").fill("the payout id stands in the bank's remittance text")
    dialog.get_by_role("textbox", name="Why").press("Enter")
    expect(page.get_by_text("1 exception: matched, by anna.")).to_be_visible()
    expect(row(page, "EX-007")).to_have_count(0)
    expect(page.get_by_role("region", name="What was done")).to_contain_text("the payout id stands")
    assert statuses(home)["EX-007"][0] == "resolved"


def test_a_write_off_is_posted_when_a_second_person_approves_it_and_not_before(
    browser_visit: Visit, home: Workspace
) -> None:
    page = browser_visit.open("/exceptions?exception=EX-010", "Exceptions")
    act_as(page, "anna")
    page.get_by_role("button", name="Write off").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Why").fill("the bank's monthly charge")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 exception: waits for approval, by anna")).to_be_visible()
    expect(row(page, "EX-010")).to_contain_text("Pending approval")

    page.get_by_role("link", name="Approvals").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Approvals")
    expect(page.get_by_role("textbox", name="Acting as")).to_have_value("anna")
    page.get_by_role("checkbox", name="Select").last.check()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Approve as anna").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("anna")
    page.keyboard.press("Escape")
    act_as(page, "ben")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Approve as ben").click()
    expect(page.get_by_text("1 draft: approved, by ben.")).to_be_visible()
    with connect(home) as connection:
        posted = connection.execute(
            "SELECT account_code, amount FROM ledger.lines JOIN ledger.journals USING (tenant_id, journal_no)"
            " WHERE journal_id LIKE 'casework-%' ORDER BY amount"
        ).fetchall()
    assert [(account, Decimal(amount) / 100) for account, amount in posted] == [
        ("1000", Decimal("-14.90")),
        ("5100", Decimal("14.90")),
    ]


def test_what_a_colleague_does_shows_without_a_reload(browser_visit: Visit, home: Workspace) -> None:
    page = browser_visit.open("/exceptions", "Exceptions")
    expect(row(page, "EX-012")).to_contain_text("Open")
    act(home, "carla", "assign", ["EX-012"], assignee="carla")
    expect(row(page, "EX-012")).to_contain_text("carla", timeout=6_000)
