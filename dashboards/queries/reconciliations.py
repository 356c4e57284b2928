"""Proofs, matches and items in transit of a reconciliation."""

from collections.abc import Sequence

from dashboards.marts import Marts, Row

SUMMARIES = """
SELECT reconciliation, currency, as_of, left_total, right_total, matched_left, matched_right, in_transit,
       match_difference, exceptions_total, unexplained, left_total - right_total AS difference, left_items, right_items,
       matched_items_left, matched_items_right, proposed, in_transit_items, exceptions, expected_lag_days
FROM reconciliation_summary
ORDER BY exceptions > 0 DESC, reconciliation, currency
"""

PASSES = """
SELECT pass, status, count(*) AS matches, sum(difference) AS difference
FROM matches
WHERE reconciliation = $reconciliation AND currency = $currency
GROUP BY pass, status
ORDER BY matches DESC, pass
"""

MATCHES = """
SELECT m.match_id, m.pass, m.status, m.difference, m.reason, sum(i.amount) FILTER (i.side = 'left') AS left_amount,
       sum(i.amount) FILTER (i.side = 'right') AS right_amount
FROM (SELECT * FROM matches WHERE reconciliation = $reconciliation AND currency = $currency
      ORDER BY status = 'confirmed', match_id LIMIT $rows) AS m
LEFT JOIN match_items AS i ON i.match_id = m.match_id
GROUP BY m.match_id, m.pass, m.status, m.difference, m.reason
ORDER BY m.status = 'confirmed', m.match_id
"""

IN_TRANSIT = """
SELECT side, source, line_ref, currency, amount, date, reference, description, expected_by, count(*) OVER () AS total
FROM in_transit_items
WHERE reconciliation = $reconciliation AND currency = $currency
ORDER BY expected_by, line_ref
LIMIT $rows
"""


def summaries(marts: Marts) -> Sequence[Row]:
    """One proof per reconciliation and currency, those with exceptions first."""
    return marts.rows(SUMMARIES)


def passes(marts: Marts, reconciliation: str, currency: str) -> Sequence[Row]:
    """Matches counted by the pass that found them."""
    return marts.rows(PASSES, reconciliation=reconciliation, currency=currency)


def matches(marts: Marts, reconciliation: str, currency: str, rows: int) -> Sequence[Row]:
    """The first matches, proposed ones before confirmed ones."""
    return marts.rows(MATCHES, reconciliation=reconciliation, currency=currency, rows=rows)


def in_transit(marts: Marts, reconciliation: str, currency: str, rows: int) -> Sequence[Row]:
    """Items still within their normal lag, the soonest expected first; `total` counts them all."""
    return marts.rows(IN_TRANSIT, reconciliation=reconciliation, currency=currency, rows=rows)
