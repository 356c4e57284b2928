-- Every account of every book of the entity at the end of the period: its row of that period, or the last one before it.
WITH latest AS (
    SELECT *, row_number() OVER (
        PARTITION BY book, account_code, currency, base_currency
        ORDER BY ends DESC, CASE WHEN period LIKE '%-P13' THEN 1 ELSE 0 END DESC
    ) AS place
    FROM marts.trial_balance
    WHERE entity_id = $entity
        AND (ends < $ends OR (ends = $ends AND ($adjustment OR period NOT LIKE '%-P13')))
)

SELECT book, account_code, account_name, account_type, currency,
    CASE WHEN period = $period THEN opening_balance ELSE closing_balance END AS opening,
    CASE WHEN period = $period THEN adjusted_balance ELSE closing_balance END AS closing,
    base_currency,
    CASE WHEN period = $period THEN base_adjusted_balance ELSE base_closing_balance END AS base_closing
FROM latest
WHERE place = 1
ORDER BY book, account_code, currency, base_currency
