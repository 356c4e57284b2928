"""`tieout close`, `--approve`, `--refuse`, `reopen` and `periods` in a workspace in which nothing can block."""

import json

import pytest
import typer
from typer.testing import CliRunner

from cli import close
from tieout.errors import InputError
from tieout.postgres import DATABASE_URL


@pytest.fixture
def run(close_env, monkeypatch):
    monkeypatch.setenv(DATABASE_URL, close_env.connection.info.dsn)
    app = typer.Typer()
    close.add_to(app)

    def act(*words):
        outcome = CliRunner().invoke(app, [*words, "-w", str(close_env.workspace.root)])
        if isinstance(outcome.exception, InputError):
            raise outcome.exception
        assert outcome.exit_code == 0, outcome.output
        return json.loads(outcome.stdout) if "--json" in words else outcome.stdout

    return act


def test_one_person_closes_and_another_certifies(run):
    closed = run("close", "2026-01", "--by", "ann", "--reason", "sent", "--json")
    assert (closed["changed"], closed["status"], closed["close"]["state"]) == (True, "closed", "prepared")
    assert [check["check_id"] for check in closed["checks"]] == ["proof"]
    with pytest.raises(InputError, match="a second person certifies"):
        run("close", "2026-01", "--approve", "--by", "ann")
    certified = run("close", "2026-01", "--approve", "--by", "bob", "--json")
    assert (certified["state"], certified["approved_by"]) == ("certified", "bob")
    assert certified["trial_balance_hash"] == closed["close"]["trial_balance_hash"]


def test_it_says_what_comes_next(run):
    result = run("close", "2026-01", "--by", "ann")
    assert "period 2026-01 of e is closed (2026-01-01 to 2026-01-31)" in result
    assert "tieout close 2026-01 --entity e --approve --by NAME" in result
    assert "2026-01 of e is certified by bob (prepared by ann" in run("close", "2026-01", "--approve", "--by", "bob")


def test_a_refusal_and_a_reopening_show_for_ever(run):
    run("close", "2026-01", "--by", "ann")
    assert "is refused by bob" in run("close", "2026-01", "--refuse", "--by", "bob", "--reason", "a bill is missing")
    run("close", "2026-01", "--by", "ann")
    run("close", "2026-01", "--approve", "--by", "bob")
    run("reopen", "2026-01", "--by", "cleo", "--reason", "another bill")
    january = run("periods", "--json")["periods"][0]
    assert (january["status"], january["close"]["state"]) == ("reopened", "reopened")
    assert [(event["kind"], event["who"], event["why"]) for event in january["history"]] == [
        ("prepared", "ann", None),
        ("refused", "bob", "a bill is missing"),
        ("prepared", "ann", None),
        ("certified", "bob", None),
        ("reopened", "cleo", "another bill"),
    ]


def test_the_list_of_periods_says_who_certifies(run):
    run("close", "2026-01", "--by", "ann")
    assert "prepared by ann" in run("periods")
    run("close", "2026-01", "--approve", "--by", "bob")
    assert "certified by bob" in run("periods")


def test_what_is_typed_wrongly_is_reported(run):
    with pytest.raises(InputError, match="either --approve or --refuse"):
        run("close", "2026-01", "--approve", "--refuse")
    with pytest.raises(InputError, match="write it as CHECK=REASON"):
        run("close", "2026-01", "--accept", "suspense")
    with pytest.raises(InputError, match="was never prepared: nothing waits for approval"):
        run("close", "2026-01", "--approve", "--by", "bob")
    with pytest.raises(InputError, match="there is no check 'flux' to accept"):
        run("close", "2026-01", "--accept", "flux=so")
    with pytest.raises(InputError, match="nothing is published"):
        run("checklist", "2026-01")
