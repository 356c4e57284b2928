"""`tieout exceptions` at the command line, on published marts, with a real server and the real ledger."""

import json

import pytest
from typer.testing import CliRunner

from cli.app import app
from ledger.setup import sync_books
from tests.integration.casework.conftest import PROPOSED
from tests.support.marts_fixture import publish
from tieout.errors import InputError
from tieout.postgres import connect


@pytest.fixture(scope="module")
def published_workspace(workspace):
    publish(make(workspace.root), after=PROPOSED)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
    return workspace


def make(root):
    (root / ".tieout" / "warehouse").mkdir(parents=True, exist_ok=True)
    return root


@pytest.fixture
def tieout(published_workspace):
    """Runs a command; what it prints, as an object where it is asked for one."""

    def run(*words):
        result = CliRunner().invoke(app, ["exceptions", *words, "-w", str(published_workspace.root)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in words else result.stdout

    return run


def ids(tieout, *words):
    return [row["exception_id"] for row in tieout("--json", *words)["exceptions"]]


def test_the_list_keeps_its_columns_and_shows_what_holds_now(tieout):
    before = tieout("--json")
    assert set(before) == {"total", "exceptions"}
    assert {"exception_id", "severity", "type", "reconciliation", "context", "suggestion"} <= set(
        before["exceptions"][0]
    )
    tieout("assign", "EX-014", "--to", "ben")
    assert ids(tieout, "--status", "assigned", "--assignee", "ben") == ["EX-014"]
    assert ids(tieout, "--id", "EX-00", "--severity", "high", "--overdue") == []


def test_a_filter_names_many_and_a_rehearsal_keeps_nothing(tieout):
    comment = ("comment", "--type", "amount_mismatch", "--why", "asked Stripe", "--json")
    rehearsed = tieout(*comment, "--dry-run")
    assert (rehearsed["dry_run"], rehearsed["exceptions"]) == (True, ["EX-003", "EX-004"])
    assert tieout("show", "EX-003", "--json")["events"] == []
    assert len(tieout(*comment)["events"]) == 2
    assert [event["why"] for event in tieout("show", "EX-003", "--json")["events"]] == ["asked Stripe"]


def test_money_moves_by_two_people(tieout):
    drafted = tieout("write-off", "EX-010", "--as", "fee", "--why", "the bank's fee", "--who", "anna", "--json")[
        "drafts"
    ]
    assert [(draft["account"], draft["contra"], draft["amount"]) for draft in drafted] == [("1000", "5200", "-14.9")]
    with pytest.raises(InputError, match="a second person approves it"):
        tieout("approve", "EX-010", "--who", "anna")
    assert "the bank's fee" in tieout("drafts")
    approved = tieout("approve", "EX-010", "--who", "ben", "--json")["drafts"]
    assert [draft["state"] for draft in approved] == ["posted"]
    assert ids(tieout, "--status", "resolved") == ["EX-010"]
    tieout("undo", "EX-010", "--why", "refunded", "--who", "ben")
    assert ids(tieout, "--status", "reopened") == ["EX-010"]


def test_a_proposal_is_answered_by_the_beginning_of_its_id(tieout):
    tieout("confirm", "EX-007", "--match", "M-PROPOSED-2", "--why", "the remittance says so")
    shown = tieout("show", "EX-009", "--json")
    assert (shown["exception"]["status"], shown["proposals"][0]["match_id"]) == ("resolved", "M-PROPOSED-2")
    tieout("reopen", "EX-007", "--why", "no, it does not")
    assert tieout("show", "EX-009", "--json")["exception"]["status"] == "reopened"
    assert "Candidates" in tieout("show", "EX-007")


def test_a_match_is_taken_apart(tieout):
    assert len(tieout("unmatch", "M-J0000000", "--why", "another's", "--json")["events"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("comment", "EX-999", "--why", "x"), "no exception 'EX-999': did you mean 'EX-009'?"),
        (("comment", "EX-00", "--why", "x"), "'EX-00' begins 9 ids, such as EX-001 and EX-002: write more"),
        (("comment", "--why", "x"), "name the exceptions: by their ids, or by a filter"),
        (("comment", "EX-001", "--type", "ambiguous", "--why", "x"), "either ids or a filter, not both"),
        (("comment", "--type", "nothing", "--why", "x"), "the filter finds no exception"),
        (("comment", "EX-001"), "say why"),
        (("write-off", "EX-001", "--as", "fees", "--why", "x"), "'fees' is not a kind of draft: did you mean 'fee'?"),
        (("split", "EX-001", "--part", "1,5", "--why", "x"), "'1,5' is not a number"),
        (("approve", "EX-001"), "exception EX-001 has no draft"),
        (("approve", "--draft", "999999"), "there is no draft 999999"),
        (("undo", "EX-012", "--why", "x"), "there is nothing to undo"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(tieout, words, said):
    with pytest.raises(InputError) as refused:
        tieout(*words)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
