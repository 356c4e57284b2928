-- How many payments of a currency show a fee, and how many of the pairs show just the fee that their line states.
SELECT
    found_by,
    currency,
    count(*) AS points,
    count(*) FILTER (fee = own_fee) AS as_stated
FROM fee_points
GROUP BY found_by, currency
ORDER BY found_by, currency
