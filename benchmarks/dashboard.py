"""What a page of the dashboard asks of the marts, against one bare SELECT over the largest of them.

Each page's queries are those that it sends when it is opened, unfiltered, and none is answered from a cache.
"""

import logging
import time
from collections.abc import Callable

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from dashboards.casework.live_casework import LiveCasework
from dashboards.marts import Marts
from dashboards.queries import exceptions, overview, reconciliations, reports, statements
from tieout import tracing
from tieout.published import open_published, published_version
from tieout.workspace import Workspace

ROWS = 200
BARE = "SELECT count(*), count(DISTINCT match_id), sum(amount) FROM marts.match_items"


def run(bench: Bench) -> list[Figure]:
    """The five pages on a workspace of the size that is given."""
    logging.getLogger("streamlit").setLevel(logging.CRITICAL)  # it warns that no browser is asking
    root, _ = bench.reconciled(bench.rows)
    workspace = Workspace.open(root)
    version = published_version(workspace)
    if version is None:
        raise RuntimeError(f"{root}: nothing is published")
    with open_published(workspace) as connection:
        marts = Marts(workspace, version, connection)
        bare = min(_seconds(lambda: connection.execute(BARE).fetchall()) for _ in range(3))
        figures = [Figure("bare SELECT over match_items", bare * 1000, "ms")]
        for name, page in PAGES.items():
            seconds = _seconds(lambda page=page: page(marts))  # type: ignore[misc]
            figures += [
                Figure(f"{name}: its queries", seconds * 1000, "ms"),
                Figure(f"{name}: of the bare SELECT", ratio(seconds, bare), "×"),
            ]
    return figures


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _overview(marts: Marts) -> None:
    overview.run(marts)
    overview.audit_counts(marts)
    overview.audit(marts)
    overview.kpis(marts)
    overview.cash(marts)
    overview.open_exceptions(marts)


def _reconciliations(marts: Marts) -> None:
    proof = reconciliations.summaries(marts)[0]
    reconciliations.passes(marts, proof["reconciliation"], proof["currency"])
    reconciliations.matches(marts, proof["reconciliation"], proof["currency"], ROWS)
    reconciliations.in_transit(marts, proof["reconciliation"], proof["currency"], ROWS)


def _exceptions(marts: Marts) -> None:
    everything, live = exceptions.Filter(), LiveCasework()
    exceptions.choices(marts)
    exceptions.found(marts, live, everything)
    first = exceptions.page(marts, live, everything, exceptions.Slice(next(iter(exceptions.ORDERS)), ROWS, 0))[0]
    chosen = exceptions.one(marts, live, first["exception_id"])
    if chosen is not None:
        exceptions.case_items(marts, chosen)
        exceptions.candidates(marts, chosen)


def statements_page(marts: Marts) -> None:
    """What the page of financial statements asks when it is opened, and a drill to the lines of one account."""
    scope = reports.book_scopes(marts)[0]
    rows, _ = statements.statement(marts, statements.TRIAL_BALANCE, scope)
    statements.functional_total(marts, scope)
    statements.statement(marts, statements.PROFIT_AND_LOSS, scope)
    statements.statement(marts, statements.BALANCE_SHEET, scope)
    drill = statements.Drill(rows[0]["account_code"], None, cumulative=True)
    statements.lines(marts, scope, drill, ROWS)
    statements.lines_total(marts, scope, drill)


def _trace(marts: Marts) -> None:
    for query in (tracing.JOURNAL_LINES, tracing.STATEMENT_LINES, tracing.MATCHES, tracing.EXCEPTIONS):
        marts.rows(query, text="R1")


PAGES: dict[str, Callable[[Marts], None]] = {
    "Overview": _overview,
    "Reconciliations": _reconciliations,
    "Exceptions": _exceptions,
    "Statements": statements_page,
    "Trace": _trace,
}
