-- The prices that explain most payments not yet explained, to the last minor unit. A price is a flat amount and a share of
-- the size in millionths. Shares are voted for by pairs of payments (difference of fees over difference of sizes, rounded
-- to 0.005 %), flats by what a share leaves; what counts then is how many payments a price explains exactly.
WITH points AS (
    SELECT size, fee, count(*) AS payments
    FROM fee_points
    WHERE found_by = $found_by AND currency = $currency AND NOT explained
    GROUP BY size, fee
),

chosen AS (
    SELECT size, fee FROM points ORDER BY hash(size, fee) LIMIT 300
),

votes AS (
    SELECT ((larger.fee - smaller.fee) * 1000000 // (larger.size - smaller.size) + 25) // 50 * 50 AS share
    FROM chosen AS smaller
    INNER JOIN chosen AS larger ON larger.size - smaller.size >= 1000 AND larger.fee >= smaller.fee
),

shares AS (
    SELECT share FROM (SELECT share, count(*) AS votes FROM votes GROUP BY share ORDER BY votes DESC, share LIMIT 40)
    WHERE share BETWEEN 0 AND 500000
    UNION
    SELECT 0
),

flats AS (
    SELECT shares.share, mode(chosen.fee - (chosen.size * shares.share + 500000) // 1000000) AS flat
    FROM chosen, shares
    GROUP BY shares.share
),

prices AS (
    SELECT share, flat, rounding FROM flats, (VALUES ('half_even'), ('half_up')) AS roundings (rounding) WHERE flat >= 0
),

priced AS (
    SELECT
        prices.*,
        points.*,
        (points.size * prices.share) // 1000000 AS whole,
        (points.size * prices.share) % 1000000 AS rest
    FROM points, prices
)

SELECT
    share,
    flat::BIGINT AS flat,
    rounding,
    sum(payments)::BIGINT AS payments,
    min(size) AS smallest,
    max(size) AS largest
FROM priced
WHERE
    fee = flat + whole + CASE
        WHEN rest > 500000 THEN 1
        WHEN rest < 500000 THEN 0
        WHEN rounding = 'half_up' THEN 1
        ELSE whole % 2
    END
GROUP BY share, flat, rounding
ORDER BY payments DESC, rounding, share
LIMIT 1
