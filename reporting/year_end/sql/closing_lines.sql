-- The lines that empty revenue and expense at the end of a day, in major units: the contra of each balance, and per currency
-- their sum on retained earnings. A line has one sign, in its currency and in the functional one: where the two balances differ
-- in theirs, the functional amount goes with one smallest unit, and what is left of the amount goes without one.
WITH balance AS (
    SELECT total.account_code, total.currency, total.debit - total.credit AS amount, total.base_amount,
        unit.scale, home.scale AS base_scale
    FROM ledger.balances(%(tenant)s::text, %(entity)s::text, NULL, %(last_day)s::date, NULL) AS total
    JOIN ledger.accounts AS account
        ON account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = total.account_code
    JOIN ledger.entities AS entity ON entity.tenant_id = %(tenant)s AND entity.entity_id = %(entity)s
    JOIN ledger.currencies AS unit ON unit.tenant_id = %(tenant)s AND unit.currency = total.currency
    JOIN ledger.currencies AS home ON home.tenant_id = %(tenant)s AND home.currency = entity.currency
    WHERE account.type IN ('revenue', 'expense')
        AND (total.debit <> total.credit OR total.base_amount <> 0)
),

moved AS (
    SELECT account_code, currency, -amount AS amount, -base_amount AS base_amount, scale, base_scale, 1 AS place
    FROM balance
    UNION ALL
    SELECT %(retained_earnings)s::text, currency, sum(amount), sum(base_amount), scale, base_scale, 2
    FROM balance
    GROUP BY currency, scale, base_scale
),

split AS (
    SELECT *, base_amount <> 0 AND sign(amount) <> sign(base_amount) AS in_two
    FROM moved
    WHERE amount <> 0 OR base_amount <> 0
),

line AS (
    SELECT account_code, currency, scale, base_scale, place, 1 AS part,
        CASE WHEN in_two THEN sign(base_amount) ELSE amount END AS amount, base_amount
    FROM split
    UNION ALL
    SELECT account_code, currency, scale, base_scale, place, 2, amount - sign(base_amount), 0
    FROM split
    WHERE in_two
)

SELECT account_code, currency, trim_scale(amount * power(10::numeric, -scale)) AS amount,
    trim_scale(base_amount * power(10::numeric, -base_scale)) AS base_amount,
    CASE WHEN base_amount = 0 THEN power(10::numeric, scale - base_scale) / (2 * abs(amount)) END AS rate
FROM line
ORDER BY place, account_code, currency, part
