"""Reports, read from the version that the page shows: the same documents that `tieout report` prints."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.marts import Marts
from reporting.printing import Document
from reporting.reports import REPORTS, Report, ReportQuery, ReportStamp, read_report

SCOPES = """
SELECT entity_id, book, period
FROM trial_balance
GROUP BY entity_id, book, period
ORDER BY entity_id, book <> 'ledger', book, min(ends) DESC, period DESC
"""

CONSOLIDATED = """
SELECT entity_id, book, period
FROM financial_statements
WHERE basis = 'consolidated'
GROUP BY entity_id, book, period
ORDER BY entity_id, book <> 'ledger', book, period DESC
"""

BASES = """
SELECT basis
FROM financial_statements
WHERE entity_id = $entity AND book = $book
GROUP BY basis
ORDER BY array_position(['functional', 'presentation', 'consolidated'], basis)
"""

STAMP = "SELECT as_of, coalesce(published_at, started_at) AS known_at, run_id FROM run"


class Scope(NamedTuple):
    """Whose figures, of which book and period; an entity, or a group that is consolidated."""

    entity: str
    book: str
    period: str


def listed() -> Sequence[Report]:
    """The reports that a page can show."""
    return [report for report in REPORTS.values() if not report.line_by_line]


def book_scopes(marts: Marts) -> Sequence[Scope]:
    """Every entity, book and period that has a trial balance: our own book first, the latest period first."""
    return [Scope(row["entity_id"], row["book"], row["period"]) for row in marts.rows(SCOPES)]


def scopes(marts: Marts) -> Sequence[Scope]:
    """The same, and after them the groups that are consolidated."""
    consolidated = [Scope(row["entity_id"], row["book"], row["period"]) for row in marts.rows(CONSOLIDATED)]
    return [*book_scopes(marts), *consolidated]


def bases(marts: Marts, scope: Scope) -> Sequence[str]:
    """In which currencies its statements are printed: functional, presentation, consolidated."""
    return [row["basis"] for row in marts.rows(BASES, entity=scope.entity, book=scope.book)]


def document(marts: Marts, report: Report, scope: Scope, basis: str) -> Document:
    """The report as it is printed, of the version that is shown.

    Raises:
        InputError: the entity has nothing in the book, or not in the period.
    """
    row = marts.one(STAMP)
    stamp = ReportStamp(row["as_of"], row["known_at"], row["run_id"])
    with marts.cursor() as cursor:
        return read_report(cursor, marts.workspace, report, ReportQuery(*scope, basis), stamp)
