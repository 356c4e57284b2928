-- What was kept of each payment: as a line says of itself, and as pairs by reference show it. Sizes are absolute, in minor
-- units: `size` is the payment before the fee.
CREATE OR REPLACE TEMP TABLE fee_points AS
SELECT
    'line' AS found_by,
    currency,
    abs(gross) AS size,
    fee,
    NULL::BIGINT AS left_no,
    fee AS own_fee,
    false AS explained
FROM items
WHERE fee > 0 AND gross > 0 AND fee < gross
UNION ALL
SELECT
    'pair',
    currency,
    greatest(abs(left_amount), abs(right_amount)),
    abs(abs(left_amount) - abs(right_amount)),
    left_no,
    abs(fee),
    false
FROM anchors
WHERE
    found_by = 'reference'
    AND abs(left_amount) <> abs(right_amount)
    AND sign(left_amount) = sign(right_amount);
