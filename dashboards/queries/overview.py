"""The run, its audit, and the key figures."""

from collections.abc import Sequence

from dashboards.marts import Marts, Row

RUN = """
SELECT run_id, as_of, tieout_version,
       strftime(coalesce(published_at, started_at) AT TIME ZONE 'UTC', '%-d %b %Y, %H:%M UTC') AS published_at,
       date_diff('second', started_at, published_at) AS seconds
FROM run
"""

AUDIT_COUNTS = """
SELECT count(*) FILTER (outcome = 'passed') AS passed,
       count(*) FILTER (outcome <> 'passed' AND blocking) AS failed,
       count(*) FILTER (outcome <> 'passed' AND NOT blocking) AS noted
FROM audit_results
"""

AUDIT = """
SELECT suite, expectation, subject, blocking, outcome, observed, description
FROM audit_results
ORDER BY outcome = 'passed', suite, subject, expectation
"""

KPIS = """
SELECT kpi, dimension, label, value, unit, currency, definition
FROM kpis
ORDER BY kpi, currency, dimension
"""

CASH = """
SELECT currency,
       sum(value) FILTER (kpi = 'book_cash') AS book,
       sum(value) FILTER (kpi = 'bank_cash') AS bank,
       sum(value) FILTER (kpi = 'book_cash') - sum(value) FILTER (kpi = 'bank_cash') AS difference
FROM kpis
WHERE kpi IN ('book_cash', 'bank_cash')
GROUP BY currency
ORDER BY currency
"""

OPEN_EXCEPTIONS = "SELECT count(*) AS open, count(*) FILTER (severity = 'critical') AS critical FROM exceptions"


def run(marts: Marts) -> Row | None:
    """The run that published this version."""
    rows = marts.rows(RUN)
    return rows[0] if rows else None


def audit_counts(marts: Marts) -> Row:
    """How many expectations passed, failed blocking, or were noted."""
    return marts.one(AUDIT_COUNTS)


def audit(marts: Marts) -> Sequence[Row]:
    """Every expectation with its outcome, failures first."""
    return marts.rows(AUDIT)


def kpis(marts: Marts) -> dict[str, list[Row]]:
    """The key figures, grouped by their key."""
    grouped: dict[str, list[Row]] = {}
    for row in marts.rows(KPIS):
        grouped.setdefault(row["kpi"], []).append(row)
    return grouped


def cash(marts: Marts) -> Sequence[Row]:
    """Cash in the book, at the bank, and the difference, for each currency."""
    return marts.rows(CASH)


def open_exceptions(marts: Marts) -> Row:
    """How many exceptions are open, and how many of them are critical."""
    return marts.one(OPEN_EXCEPTIONS)
