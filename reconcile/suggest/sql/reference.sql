-- Pass `reference`: same key, same amount, near enough; lines that repeat one pair in date order.
INSERT INTO taken
WITH ranked AS (
    SELECT *, row_number() OVER (PARTITION BY side, currency, match_key, amount ORDER BY date, item_no) AS rank_no
    FROM open_items
    WHERE match_key IS NOT NULL
),

pairs AS (
    SELECT lefts.item_no AS left_no, rights.item_no AS right_no
    FROM ranked AS lefts
    INNER JOIN ranked AS rights USING (currency, match_key, amount, rank_no)
    WHERE lefts.side = 'left' AND rights.side = 'right' AND abs(rights.date - lefts.date) <= $within_days
)

SELECT 'left', left_no FROM pairs
UNION ALL
SELECT 'right', right_no FROM pairs
