-- How many lines pass `amount_date` pairs, or would if the dates of one side were moved: so many pairs are chance.
WITH countable AS (
    SELECT *
    FROM open_items
    QUALIFY count(*) OVER (PARTITION BY side, currency, amount) <= 50
),

pairs AS (
    SELECT
        lefts.item_no AS left_no,
        rights.item_no AS right_no,
        count(*) OVER (PARTITION BY lefts.item_no) AS of_left,
        count(*) OVER (PARTITION BY rights.item_no) AS of_right
    FROM countable AS lefts
    INNER JOIN countable AS rights USING (currency, amount)
    WHERE lefts.side = 'left' AND rights.side = 'right' AND abs(rights.date - lefts.date + $moved_days) <= $within_days
)

SELECT count(*) AS pairs FROM pairs WHERE of_left = 1 AND of_right = 1
