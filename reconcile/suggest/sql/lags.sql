-- How many days lie between the two lines of a pair, or the last lines of a group whose sums agree: right minus left. Of
-- pairs by reference the amounts may differ, by a fee.
WITH sums AS (
    SELECT side, currency, coalesce(group_key, match_key) AS shared_key, sum(amount) AS total, max(date) AS date
    FROM items
    WHERE coalesce(group_key, match_key) IS NOT NULL
    GROUP BY ALL
),

lags AS (
    SELECT days
    FROM anchors
    WHERE found_by = $found_by AND (found_by = 'reference' OR left_amount = right_amount)
    UNION ALL
    SELECT (rights.date - lefts.date)::INTEGER
    FROM sums AS lefts
    INNER JOIN sums AS rights USING (currency, shared_key, total)
    WHERE $found_by = 'group' AND lefts.side = 'left' AND rights.side = 'right'
)

SELECT
    count(*) AS pairs,
    coalesce(min(days), 0) AS earliest,
    coalesce(quantile_disc(days, 0.5), 0) AS median,
    coalesce(quantile_disc(days, 0.95), 0) AS p95,
    coalesce(max(days), 0) AS latest,
    coalesce(quantile_disc(abs(days), 0.99), 0) AS usual,
    coalesce(quantile_disc(abs(days), 0.999), 0) AS most
FROM lags
