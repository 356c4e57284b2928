"""A report is one entry of the catalogue: whoever prints reports finds it there."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from dashboards.serve import WORKSPACE_VARIABLE
from reporting.binder.archived_tables import STATEMENTS
from reporting.printing import FORMATS
from reporting.reports import REPORTS
from reporting.reports.model import Report, amounts, text
from tests.support.dashboard_pages import open_page, rows_of, text_of
from tests.support.marts_fixture import make_workspace, publish

POSTINGS = Report(
    "postings",
    "Postings by account",
    (text("account_code", "Account"), text("currency", "Currency"), *amounts(("amount", "Amount"))),
    ("account_code",),
    mart="general_ledger",
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with published marts, and one more report in the catalogue."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path))
    monkeypatch.setitem(REPORTS, POSTINGS.name, POSTINGS)
    publish(make_workspace(tmp_path))
    return tmp_path


def run(workspace: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["report", *words, "-w", str(workspace)])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_lists_it_and_prints_it_in_every_format(workspace: Path) -> None:
    listed = json.loads(run(workspace, "--json"))["reports"]
    assert {"name": "postings", "title": "Postings by account"} in listed
    assert json.loads(run(workspace, "postings", "--entity", "acme-de", "--json"))["row_count"] > 0
    for suffix in FORMATS:
        file = workspace / f"postings{suffix}"
        run(workspace, "postings", "--entity", "acme-de", "--to", str(file))
        assert file.stat().st_size > 0


def test_the_dashboard_shows_it(workspace: Path) -> None:
    page = open_page("reports", report="Postings by account")
    assert "postings by account" in text_of(page)
    assert rows_of(page, "report_table")


def test_a_binder_has_the_entries_that_name_a_file_and_the_names_never_change() -> None:
    assert list(STATEMENTS) == [
        "financial_position",
        "income_statement",
        "cash_flow_statement",
        "changes_in_equity",
        "trial_balance",
    ]
