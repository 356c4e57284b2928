"""A page that cannot be drawn says so in one message: what is wrong, and what to type."""

from pathlib import Path

import pytest

from tests.support.dashboard_pages import open_page, text_of
from tests.support.marts_fixture import publish, publish_file

PAGES = ("overview", "reconciliations", "exceptions", "statements", "trace")


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_run_every_page_says_what_to_type(workspace: Path, page: str) -> None:
    text = text_of(open_page(page))
    assert "Nothing is published yet" in text
    assert f"tieout run -w {workspace}" in text


@pytest.mark.parametrize("page", PAGES)
def test_an_unreadable_file_is_one_message(workspace: Path, page: str) -> None:
    broken = workspace / "broken.duckdb"
    broken.write_bytes(b"this is not a database" * 300)
    publish_file(workspace, broken)
    text = text_of(open_page(page))
    assert "broken.duckdb cannot be read" in text
    assert "tieout run" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("overview", "ALTER TABLE marts.kpis DROP COLUMN definition"),
        ("reconciliations", "ALTER TABLE marts.reconciliation_summary DROP COLUMN unexplained"),
        ("exceptions", "ALTER TABLE marts.exceptions DROP COLUMN case_id"),
        ("statements", "DROP TABLE marts.trial_balance"),
    ],
)
def test_a_missing_column_or_table_is_one_message(workspace: Path, page: str, after: str) -> None:
    publish(workspace, after=after)
    text = text_of(open_page(page))
    assert "lack something this page needs" in text
    assert "run `tieout run` again" in text


def test_a_wrong_configuration_is_one_message(published: Path) -> None:
    (published / "tieout.yml").write_text("tenant: acme\nentitties: []\n", encoding="utf-8")
    text = text_of(open_page("overview"))
    assert "tieout.yml" in text
    assert "entitties" in text


def test_text_from_a_file_is_never_markup(workspace: Path) -> None:
    publish(workspace, after="UPDATE marts.exceptions SET context = '<img src=x onerror=alert(1)>'")
    app = open_page("exceptions", exception="EX-001")
    assert "<img src=x onerror=alert(1)>" in text_of(app)
    assert not any("<img" in element.proto.body for element in app.get("html"))
