-- What one way of reading the references finds, on a sample of the left lines: pairs of lines whose keys stand once on
-- each side, and how many of those come near in their amount (a fee may lie between them).
WITH lefts AS (
    SELECT currency, key_by(reference_key, $left_pattern, $left_prefixes, $left_zeros, $left_digits) AS key, any_value(amount) AS amount
    FROM items
    WHERE side = 'left' AND reference_key IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
),

rights AS (
    SELECT currency, key_by(reference_key, $right_pattern, $right_prefixes, $right_zeros, $right_digits) AS key, any_value(amount) AS amount
    FROM items
    WHERE side = 'right' AND reference_key IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
)

SELECT
    count(*) AS pairs,
    count(*) FILTER (abs(abs(lefts.amount) - abs(rights.amount)) * 10 <= abs(lefts.amount)) AS near_pairs
FROM lefts
INNER JOIN rights USING (currency, key)
