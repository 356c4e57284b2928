-- Open lines that share rare words and are each other's best; how far amounts and dates lie apart is told of the half that is
-- more alike, for among the other half may be lines that have no counterpart.
WITH chosen AS (
    SELECT * FROM open_items ORDER BY hash(item_no) LIMIT 40000
),

words AS (
    SELECT DISTINCT side, item_no, currency, amount, date, unnest(
        regexp_extract_all(concat_ws(' ', description, counterparty_key), '[A-Z0-9]{4,}')
    ) AS word
    FROM chosen
),

rare AS (
    SELECT word, count(*) FILTER (side = 'left') AS in_left, count(*) FILTER (side = 'right') AS in_right
    FROM words
    GROUP BY word
    HAVING in_left BETWEEN 1 AND 100 AND in_right BETWEEN 1 AND 100
),

pairs AS (
    SELECT
        lefts.item_no AS left_no,
        rights.item_no AS right_no,
        any_value(lefts.amount) AS left_amount,
        any_value(rights.amount) AS right_amount,
        any_value(rights.date - lefts.date)::INTEGER AS days,
        sum(100000 // (rare.in_left * rare.in_right)) - any_value(abs(rights.date - lefts.date)) AS likeness
    FROM words AS lefts
    INNER JOIN words AS rights USING (word, currency)
    INNER JOIN rare USING (word)
    WHERE
        lefts.side = 'left' AND rights.side = 'right'
        AND abs(rights.date - lefts.date) <= 31
        AND sign(lefts.amount) = sign(rights.amount)
        AND abs(lefts.amount - rights.amount) * 5 <= abs(lefts.amount)
    GROUP BY left_no, right_no
),

best AS (
    SELECT
        *,
        rank() OVER (PARTITION BY left_no ORDER BY likeness DESC) AS of_left,
        rank() OVER (PARTITION BY right_no ORDER BY likeness DESC) AS of_right,
        count(*) OVER (PARTITION BY left_no, likeness) + count(*) OVER (PARTITION BY right_no, likeness) AS ties
    FROM pairs
),

mutual AS (
    SELECT *, likeness >= median(likeness) OVER () AS is_sure
    FROM best
    WHERE of_left = 1 AND of_right = 1 AND ties = 2 AND left_amount <> 0
)

SELECT
    count(*) AS pairs,
    count(*) FILTER (left_amount = right_amount) AS equal_pairs,
    coalesce(
        quantile_disc(abs(left_amount - right_amount) * 10000 // abs(left_amount), 0.99) FILTER (is_sure), 0
    ) AS basis_points,
    coalesce(quantile_disc(abs(days), 0.99) FILTER (is_sure), 0) AS usual_days,
    (SELECT count(*) FROM chosen WHERE side = 'left') AS left_items
FROM mutual
