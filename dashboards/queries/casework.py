"""What the forms of casework offer to choose from, out of the published marts."""

from collections.abc import Sequence

from dashboards.marts import Marts, Row

CHOSEN = """
SELECT exception_id, reconciliation, side, item_id, source, line_ref, currency, amount, date, reference, counterparty,
       type
FROM exceptions
WHERE list_contains($exception_ids, exception_id)
ORDER BY list_position($exception_ids, exception_id)
"""

SUMS = """
SELECT currency, count(*) AS items, sum(amount) AS total
FROM exceptions
WHERE list_contains($exception_ids, exception_id) AND currency IS NOT NULL
GROUP BY currency
ORDER BY currency
"""

CANDIDATES = """
SELECT item_id, min(rank) AS rank, side, source, line_ref, currency, amount, date, reference, counterparty
FROM exception_candidates
WHERE list_contains($exception_ids, exception_id)
  AND NOT EXISTS (SELECT 1 FROM exceptions AS chosen
                  WHERE list_contains($exception_ids, chosen.exception_id)
                    AND chosen.item_id = exception_candidates.item_id)
GROUP BY ALL
ORDER BY rank, item_id
LIMIT 100
"""

PROPOSALS = """
SELECT m.match_id, m.pass, m.score, m.difference, m.currency, m.reason,
       string_agg(i.side || ' ' || i.line_ref, ', ' ORDER BY i.side, i.line_ref) AS lines
FROM matches AS m
JOIN match_items AS i USING (match_id)
WHERE m.status = 'proposed'
  AND EXISTS (SELECT 1 FROM match_items AS own
              JOIN exceptions AS e ON e.item_id = own.item_id AND e.reconciliation = m.reconciliation
              WHERE own.match_id = m.match_id AND list_contains($exception_ids, e.exception_id))
GROUP BY ALL
ORDER BY m.score DESC, m.match_id
LIMIT 100
"""

ACCOUNTS = """
SELECT DISTINCT account_code, account_name FROM trial_balance WHERE book = 'ledger' ORDER BY account_code
"""


def chosen(marts: Marts, exception_ids: Sequence[str]) -> Sequence[Row]:
    """The chosen exceptions, in the order of choice."""
    return marts.rows(CHOSEN, exception_ids=list(exception_ids))


def sums(marts: Marts, exception_ids: Sequence[str]) -> Sequence[Row]:
    """What the chosen come to, for each currency."""
    return marts.rows(SUMS, exception_ids=list(exception_ids))


def candidates(marts: Marts, exception_ids: Sequence[str]) -> Sequence[Row]:
    """Lines of the other side that come near any of the chosen, and are not chosen themselves."""
    return marts.rows(CANDIDATES, exception_ids=list(exception_ids))


def proposals(marts: Marts, exception_ids: Sequence[str]) -> Sequence[Row]:
    """The proposed matches that any of the chosen stands in."""
    return marts.rows(PROPOSALS, exception_ids=list(exception_ids))


def accounts(marts: Marts) -> dict[str, str]:
    """The accounts of our own book that anything was booked to: code → name."""
    return {row["account_code"]: row["account_name"] for row in marts.rows(ACCOUNTS)}
