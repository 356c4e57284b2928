-- References that stand once on each side but in different currencies.
WITH singles AS (
    SELECT side, match_key, any_value(currency) AS currency
    FROM items
    WHERE match_key IS NOT NULL
    GROUP BY side, match_key
    HAVING count(*) = 1
)

SELECT lefts.currency AS left_currency, rights.currency AS right_currency, count(*) AS pairs
FROM singles AS lefts
INNER JOIN singles AS rights USING (match_key)
WHERE lefts.side = 'left' AND rights.side = 'right' AND lefts.currency <> rights.currency
GROUP BY lefts.currency, rights.currency
ORDER BY pairs DESC, left_currency, right_currency
