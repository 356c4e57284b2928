"""A page shows the version that is published now, and reads it without being able to change it."""

from pathlib import Path

import duckdb
import pytest

from dashboards.marts import current_marts
from tests.support.dashboard_pages import open_page, text_of
from tests.support.marts_fixture import publish


def test_a_new_version_replaces_every_figure(published: Path) -> None:
    assert "15 exceptions need a person" in text_of(open_page("overview"))
    publish(published, run_id="run-0002", after="DELETE FROM marts.exceptions WHERE severity = 'low'")
    text = text_of(open_page("overview"))
    assert "12 exceptions need a person" in text
    assert "run-0002" in text
    assert "run-0001" not in text


def test_the_marts_cannot_be_written_from_a_page(published: Path) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        current_marts().connection.execute("DELETE FROM marts.run")
