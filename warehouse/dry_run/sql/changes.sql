-- The first matches that one version has and the other has not, the largest first, and what each of their items is in the
-- other version: why a match is lost is what became of its items.
WITH sized AS (
    SELECT version, match_id, sum(abs(amount)) AS size
    FROM items
    GROUP BY version, match_id
),

wanted AS (
    SELECT changed.*, sized.size
    FROM changed
    INNER JOIN sized USING (version, match_id)
    WHERE changed.change = $change
    QUALIFY row_number() OVER (PARTITION BY changed.reconciliation ORDER BY sized.size DESC, changed.match_id) <= $first
)

SELECT
    wanted.reconciliation,
    wanted.match_id,
    wanted.pass,
    wanted.currency,
    wanted.difference,
    wanted.reason,
    wanted.settled,
    items.side,
    items.item_id,
    items.amount,
    items.date,
    coalesce(item_states.state, 'no item') AS otherwise
FROM wanted
INNER JOIN items ON wanted.version = items.version AND wanted.match_id = items.match_id
LEFT JOIN item_states
    ON
        items.reconciliation = item_states.reconciliation
        AND items.side = item_states.side
        AND items.item_id = item_states.item_id
        AND items.version <> item_states.version
ORDER BY wanted.reconciliation, wanted.size DESC, wanted.match_id, items.side, items.date, items.item_id
