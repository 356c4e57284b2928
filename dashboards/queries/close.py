"""How far each period is from being closed, and what changed since it was."""

from collections.abc import Sequence

from dashboards.marts import Marts, Row

PERIODS = """
SELECT entity_id, period, status
FROM period_closes
ORDER BY entity_id, ends DESC, period DESC
"""

CLOSE = "SELECT * FROM period_closes WHERE entity_id = $entity AND period = $period"

CHECKS = """
SELECT check_id, title, state, detail, blocking_count, amount, currency, link_page, link_query, acceptable
FROM close_checks
WHERE entity_id = $entity AND period = $period
ORDER BY position
"""

FLUX = """
SELECT book, account_code, account_name, currency, amount, prior_period, expected_low, expected_high,
       comment, commented_by
FROM flux
WHERE entity_id = $entity AND period = $period AND outside
ORDER BY comment IS NOT NULL, abs(amount - coalesce(prior_period, 0)) DESC, book, account_code
"""


def periods(marts: Marts) -> Sequence[Row]:
    """Every period that has a checklist or a close, the latest first."""
    return marts.rows(PERIODS)


def close(marts: Marts, entity: str, period: str) -> Row:
    """How one period stands."""
    return marts.one(CLOSE, entity=entity, period=period)


def checks(marts: Marts, entity: str, period: str) -> Sequence[Row]:
    """The checklist, in its order."""
    return marts.rows(CHECKS, entity=entity, period=period)


def flux(marts: Marts, entity: str, period: str) -> Sequence[Row]:
    """Figures outside the range that earlier periods let expect; those without a comment first."""
    return marts.rows(FLUX, entity=entity, period=period)
