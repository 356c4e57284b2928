"""What people do about exceptions on the screen is done through casework's own functions, shows at once, and is told."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from cli.app import app as command_line
from dashboards.casework.actor import USER_VARIABLE
from dashboards.serve import WORKSPACE_VARIABLE
from dashboards.views.action_fields import parts_of
from reconcile.casework import events, states
from tests.support.casework_workspace import act, make_casework_workspace
from tests.support.dashboard_pages import open_page, query, rows_of, text_of
from tests.support.marts_fixture import publish
from tieout.config.severity import SEVERITIES
from tieout.errors import InputError
from tieout.postgres import DATABASE_URL, connect
from tieout.workspace import Workspace

TABLE = "exceptions_table"


@pytest.fixture(scope="session")
def casework_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One workspace for all: each test acts on exceptions of its own."""
    return make_casework_workspace(tmp_path_factory.mktemp("casework"))


@pytest.fixture
def home(casework_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(casework_workspace.root))
    monkeypatch.setenv(USER_VARIABLE, "anna")
    return casework_workspace


def ask(app: AppTest, action: str, label: str, why: str, *chosen: str, table: str = TABLE) -> AppTest:
    """Tick rows, press an action's button, fill in the reason and send the form."""
    app.session_state[f"selection_{table}"] = list(chosen)
    app.run()
    app.button(key=action).click().run()
    next(field for field in app.text_input if field.label.startswith("Why")).set_value(why)
    next(button for button in app.button if button.label.startswith(f"{label} as")).click().run()
    assert not app.exception, app.exception
    return app


def status_of(home: Workspace, exception_id: str) -> str:
    with connect(home) as connection:
        found = states(connection, home.config.tenant, [exception_id])
    return found[0].status if found else "open"


def shown(app: AppTest) -> dict[str, list[str]]:
    return {row[0]: row for row in rows_of(app, TABLE)}


def test_what_cannot_be_done_to_one_is_done_to_the_others_and_reported(home: Workspace) -> None:
    act(home, "ben", "match", ["EX-007", "EX-008"], "the remittance names it")
    app = ask(open_page("exceptions", status="Resolved"), "act_reopen", "Reopen", "wrong bank line", "EX-007", "EX-005")
    text = text_of(app)
    assert "1 case not:" in text
    assert "exception EX-005 is not resolved: there is nothing to reopen" in text
    assert "by anna" in text
    assert status_of(home, "EX-007") == "reopened"


def test_a_reason_is_required_before_anything_is_done(home: Workspace) -> None:
    app = ask(open_page("exceptions"), "act_comment", "Comment", "", "EX-006")
    assert "reason is empty" in text_of(app)
    with connect(home) as connection:
        assert events(connection, home.config.tenant, "EX-006") == []


def test_choosing_all_takes_what_the_filters_find_and_no_more(home: Workspace) -> None:
    app = open_page("exceptions", ccy="USD")
    next(button for button in app.button if button.label.startswith("Choose all")).click().run()
    expected = {row[0] for row in query(home.root, "SELECT exception_id FROM exceptions WHERE currency = 'USD'")}
    assert set(app.session_state[f"selection_{TABLE}"]) == expected


def test_an_action_shows_at_once_and_published_figures_stay(home: Workspace) -> None:
    before = text_of(open_page("overview"))
    act(home, "ben", "assign", ["EX-001"], assignee="dora")
    act(home, "ben", "ignore", ["EX-002"], "asked the bank", until="2026-05-01")
    rows = shown(open_page("exceptions"))
    assert rows["EX-001"][2:4] == ["Assigned", "dora"]
    assert "EX-002" not in rows
    assert set(shown(open_page("exceptions", worker="dora"))) == {"EX-001"}
    assert set(shown(open_page("exceptions", status="Ignored"))) == {"EX-002"}
    assert text_of(open_page("overview")) == before


def test_the_history_of_a_case_says_who_did_what_and_why_and_what_was_undone(home: Workspace) -> None:
    act(home, "ben", "attach", ["EX-014"], link="inbox/claim.pdf")
    act(home, "ben", "comment", ["EX-014"], "asked the bank to send it again")
    ask(open_page("exceptions"), "act_undo", "Undo", "they never answered", "EX-014")
    newest, undone, first = rows_of(open_page("exceptions", exception="EX-014"), "case_history")
    assert newest[1:4] == ["anna", "Undo", "they never answered"]
    assert undone[1:4] == ["ben", "Comment, undone", "asked the bank to send it again"]
    assert first[4] == "link: inbox/claim.pdf"


def test_a_declined_draft_is_requested_again_and_approved_by_another(home: Workspace) -> None:
    (drafted,) = act(home, "ben", "write_off", ["EX-010"], "the bank's charge", kind="write_off")
    number = str(drafted.drafts[0])
    ask(open_page("approvals"), "decide_decline", "Decline", "to which account?", number, table="drafts_table")
    declined = open_page("approvals")
    declined.segmented_control(key="state").set_value("declined").run()
    app = ask(declined, "decide_ask_again", "Ask again", "to 5100", number, table="drafts_table")
    assert "1 draft: waits again, by anna" in text_of(app)
    refused = ask(open_page("approvals"), "decide_approve", "Approve", "", number, table="drafts_table")
    assert "a second person approves it" in text_of(refused)


def test_a_confirmed_match_is_taken_apart_on_the_trace(home: Workspace) -> None:
    ((match_id, reference),) = query(
        home.root,
        "SELECT match_id, g.reference FROM match_items AS i JOIN general_ledger AS g USING (line_ref)"
        " WHERE i.side = 'left' ORDER BY match_id LIMIT 1",
    )
    app = ask(
        open_page("trace", reference=reference),
        "unmatch",
        "Unmatch",
        "another customer",
        match_id,
        table="trace_matches",
    )
    assert "1 match taken apart by anna" in text_of(app)
    with connect(home) as connection:
        assert match_id in {each.match_id for each in events(connection, home.config.tenant) if each.kind == "unmatch"}


def test_nobody_acts_without_a_name(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER_VARIABLE)
    app = open_page("exceptions")
    app.text_input(key="actor").set_value(" ").run()
    assert "say who you are" in text_of(ask(app, "act_comment", "Comment", "hm", "EX-012"))
    assert status_of(home, "EX-012") == "open"


def test_marts_of_an_older_tieout_say_that_a_run_is_needed(home: Workspace) -> None:
    publish(home.root, run_id="older", after="ALTER TABLE marts.exceptions DROP COLUMN entity_id")
    try:
        text = text_of(ask(open_page("exceptions"), "act_reject", "Reject", "no", "EX-012"))
    finally:
        publish(home.root, run_id="newer")
    assert "of another version of Tieout: run `tieout run` first" in text


def test_a_server_for_one_person_acts_as_no_other(home: Workspace) -> None:
    app = open_page("exceptions")
    app.session_state["actor"] = "mallory"
    app.run()
    (field,) = [field for field in app.text_input if field.label == "Acting as"]
    assert (field.value, field.disabled) == ("anna", True)
    assert "by anna" in text_of(ask(app, "act_comment", "Comment", "seen", "EX-011"))


def test_without_the_database_the_published_figures_still_show(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE_URL, "postgresql://nobody@127.0.0.1:9/none")
    app = open_page("exceptions")
    assert "Casework cannot be read" in text_of(app)
    assert len(shown(app)) == 15


def test_looking_at_a_page_makes_no_database(published: Path) -> None:
    open_page("exceptions", exception="EX-001")
    open_page("approvals")
    assert not (published / ".tieout" / "postgres").exists()


def test_the_parts_of_a_split_are_exact_amounts() -> None:
    assert parts_of("1,000.10; −20.50") == [Decimal("1000.10"), Decimal("-20.50")]
    with pytest.raises(InputError):
        parts_of("half")


@pytest.mark.parametrize(("page", "button"), [("exceptions", "act_assign"), ("approvals", "decide_approve")])
def test_an_action_on_nothing_asks_what_is_meant(home: Workspace, page: str, button: str) -> None:
    act(home, "ben", "write_off", ["EX-004"], "small", kind="write_off")
    app = open_page(page)
    app.button(key=button).click().run()
    assert "Tick the" in text_of(app)
    assert not [field for field in app.text_input if field.label.startswith("Why")]


def test_the_page_and_the_command_line_begin_with_the_same_exceptions(home: Workspace) -> None:
    act(home, "ben", "ignore", ["EX-013"], "later", until=date(2026, 12, 24))
    listed = CliRunner().invoke(command_line, ["exceptions", "-w", str(home.root), "--json"])
    rows = json.loads(listed.stdout)["exceptions"]
    working = [row["exception_id"] for row in rows if row["status"] not in ("ignored", "resolved")]
    assert [row[0] for row in rows_of(open_page("exceptions"), TABLE)] == working
    ranks = [SEVERITIES.index(row["severity"]) for row in rows if row["exception_id"] in working]
    assert ranks == sorted(ranks)
