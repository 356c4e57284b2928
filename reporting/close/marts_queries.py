"""What a close asks of the published marts."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

CHECKS = """
SELECT check_id, title, state, detail, blocking_count, amount, currency, link_page, link_query, acceptable
FROM marts.close_checks
WHERE entity_id = $entity AND period = $period
ORDER BY position
"""
"""The checklist of a period."""

BALANCES = """
WITH latest AS (
    SELECT *, row_number() OVER (
        PARTITION BY book, account_code, currency, base_currency
        ORDER BY ends DESC, adjustment DESC
    ) AS place
    FROM marts.trial_balance
    WHERE entity_id = $entity
        AND (ends < $ends OR (ends = $ends AND ($adjustment OR NOT adjustment)))
)

SELECT book, account_code, account_name, account_type, currency,
    CASE WHEN period = $period THEN opening_balance ELSE closing_balance END AS opening,
    CASE WHEN period = $period THEN adjusted_balance ELSE closing_balance END AS closing,
    base_currency,
    CASE WHEN period = $period THEN base_adjusted_balance ELSE base_closing_balance END AS base_closing
FROM latest
WHERE place = 1
ORDER BY book, account_code, currency, base_currency
"""
"""Every account of every book at the end of a period: its row of that period, or the last one before it."""

TOTALS = """
SELECT source, currency, count(*) AS lines, sum(amount) AS total, max(date) AS last_date
FROM marts.statement_lines
WHERE list_contains($sources, source) AND date <= $ends AND (entity_id IS NULL OR entity_id = $entity)
GROUP BY source, currency
ORDER BY source, currency
"""
"""What statement sources sum to at the end of a period."""

PROOFS = """
SELECT reconciliation, currency, left_total, right_total, matched_left, matched_right, in_transit, match_difference,
    exceptions_total, unexplained, exceptions
FROM marts.reconciliation_summary
WHERE list_contains($reconciliations, reconciliation)
ORDER BY reconciliation, currency
"""
"""The proofs of reconciliations, as they stand now."""

TURNOVER = """
SELECT account_code, currency, sum(debit) AS debit, sum(credit) AS credit
FROM marts.trial_balance
WHERE entity_id = $entity AND book = 'ledger' AND ends <= $ends
GROUP BY account_code, currency
"""
"""What our own book moved on each account to a day."""


def query_marts(marts: "duckdb.DuckDBPyConnection", query: str, **values: object) -> list[tuple[Any, ...]]:
    """The rows of a query with its named values."""
    return marts.execute(query, values).fetchall()
