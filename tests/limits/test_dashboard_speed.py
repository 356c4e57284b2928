"""Pages stay quick on a book of a million lines: what they read is limited in SQL."""

from pathlib import Path
from time import perf_counter

from tests.support.dashboard_pages import open_page, query
from tests.support.marts_fixture import publish
from tests.unit.dashboards.conftest import workspace

__all__ = ["workspace"]

MILLION_LINES = """
INSERT INTO marts.general_ledger
SELECT g.* REPLACE (g.journal_id || '-' || t.i AS journal_id, g.line_ref || '-' || t.i AS line_ref)
FROM marts.general_ledger AS g, range(1800) AS t (i)
"""


PAGES = (("overview", {}), ("statements", {"account": "1110|EUR"}), ("trace", {"reference": "ch_000000"}))


def test_a_page_over_a_million_ledger_lines_takes_under_two_seconds(workspace: Path) -> None:
    publish(workspace, after=MILLION_LINES)
    assert query(workspace, "SELECT count(*) >= 1000000 FROM general_ledger") == [(True,)]
    open_page("exceptions")  # the server is warm: modules loaded, connection open
    for page, asked in PAGES:
        started = perf_counter()
        open_page(page, **asked)
        assert perf_counter() - started < 2, page
