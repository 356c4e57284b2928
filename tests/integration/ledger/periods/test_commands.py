"""`tieout close`, `reopen` and `periods`."""

import json

import pytest
import typer
from typer.testing import CliRunner

from cli import close
from tieout.errors import InputError
from tieout.postgres import DATABASE_URL

ONE = "tenant: {tenant}\nentities:\n  - {{id: de, name: Acme GmbH, currency: EUR}}\n"
TWO = ONE + "  - {{id: us, name: Acme Inc, currency: USD}}\n"


@pytest.fixture
def run(tmp_path, books, monkeypatch):
    """Runs a command on a workspace of the test's own tenant, in the session's PostgreSQL."""
    monkeypatch.setenv(DATABASE_URL, books.connection.info.dsn)
    app = typer.Typer()
    close.add_to(app)

    def act(*words, config=ONE):
        (tmp_path / "tieout.yml").write_text(config.format(tenant=books.tenant))
        outcome = CliRunner().invoke(app, [*words, "-w", str(tmp_path)])
        if isinstance(outcome.exception, InputError):
            raise outcome.exception
        assert outcome.exit_code == 0, outcome.output
        return outcome.stdout

    return act


def test_a_period_is_closed_and_reopened_with_who_and_why(run):
    closed = json.loads(run("close", "2026-01", "--by", "ann", "--reason", "sent", "--json"))
    assert (closed["changed"], closed["status"], closed["by"], closed["reason"]) == (True, "closed", "ann", "sent")
    assert closed["ends"] == "2026-01-31"
    again = json.loads(run("close", "2026-01", "--entity", "de", "--json"))
    assert (again["changed"], again["by"], again["at"]) == (False, "ann", closed["at"])
    opened = json.loads(run("reopen", "2026-01", "--by", "ben", "--reason", "late", "--json"))
    assert (opened["status"], opened["by"]) == ("reopened", "ben")


def test_it_says_in_a_sentence_what_it_did(run):
    assert "period 2026-01 of de is closed (2026-01-01 to 2026-01-31)" in run("close", "2026-01", "--by", "ann")
    assert "period 2026-01 of de was closed already, by ann at 20" in run("close", "2026-01", "--by", "ben")


def test_the_periods_are_listed(run):
    run("close", "2026-01", "--by", "ann")
    assert "2026-01  2026-01-01  2026-01-31  closed" in run("periods")
    listed = json.loads(run("periods", "--json"))
    assert listed["periods"][0]["by"] == "ann"


def test_an_entity_is_named_where_there_are_several(run):
    with pytest.raises(InputError, match=r"Name the entity with --entity: de, us"):
        run("close", "2026-01", config=TWO)
    with pytest.raises(InputError, match=r"no entity 'ud': did you mean"):
        run("close", "2026-01", "--entity", "ud", config=TWO)


def test_a_close_names_the_earlier_periods_that_it_locks_too(run):
    closed = run("close", "2026-03", "--by", "ann")
    assert "locked with it, for they hold no journals: 2026-01 to 2026-02 (2 periods)" in closed
    assert json.loads(run("close", "2026-04", "--by", "ann", "--json"))["locked_with"] == []
    assert json.loads(run("close", "2026-06", "--by", "ann", "--json"))["locked_with"] == ["2026-05"]
