-- Pairs that leave no doubt which lines belong together: a key that stands once on each side, or, where too few lines have
-- one, an amount that does within a month.
CREATE OR REPLACE TEMP TABLE anchors AS
WITH by_key AS (
    SELECT side, currency, match_key, any_value(item_no) AS item_no
    FROM items
    WHERE match_key IS NOT NULL
    GROUP BY side, currency, match_key
    HAVING count(*) = 1
),

by_amount AS (
    SELECT side, currency, abs(amount) AS size, any_value(item_no) AS item_no, any_value(date) AS date
    FROM items
    WHERE amount <> 0
    GROUP BY side, currency, abs(amount)
    HAVING count(*) = 1
),

pairs AS (
    SELECT 'reference' AS found_by, lefts.item_no AS left_no, rights.item_no AS right_no
    FROM by_key AS lefts
    INNER JOIN by_key AS rights USING (currency, match_key)
    WHERE lefts.side = 'left' AND rights.side = 'right'
    UNION ALL
    SELECT 'amount', lefts.item_no, rights.item_no
    FROM by_amount AS lefts
    INNER JOIN by_amount AS rights USING (currency, size)
    WHERE lefts.side = 'left' AND rights.side = 'right' AND abs(rights.date - lefts.date) <= 31
)

SELECT
    pairs.found_by,
    lefts.currency,
    pairs.left_no,
    pairs.right_no,
    lefts.amount AS left_amount,
    rights.amount AS right_amount,
    coalesce(rights.fee, lefts.fee) AS fee,
    (rights.date - lefts.date)::INTEGER AS days
FROM pairs
INNER JOIN items AS lefts ON pairs.left_no = lefts.item_no
INNER JOIN items AS rights ON pairs.right_no = rights.item_no
