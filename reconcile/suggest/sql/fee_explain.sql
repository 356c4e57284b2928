-- Mark the payments that a price explains.
UPDATE fee_points
SET explained = true
WHERE
    found_by = $found_by
    AND currency = $currency
    AND fee = $flat + (size * $share) // 1000000 + CASE
        WHEN (size * $share) % 1000000 > 500000 THEN 1
        WHEN (size * $share) % 1000000 < 500000 THEN 0
        WHEN $rounding = 'half_up' THEN 1
        ELSE (size * $share) // 1000000 % 2
    END
