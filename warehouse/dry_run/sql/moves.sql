-- The first items that both versions confirm, each in another match.
SELECT *
FROM moved
QUALIFY row_number() OVER (PARTITION BY reconciliation ORDER BY abs(amount) DESC, side, item_id) <= $first
ORDER BY reconciliation, abs(amount) DESC, side, item_id
