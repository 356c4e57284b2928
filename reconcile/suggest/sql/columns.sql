-- What each column of either side says: how many lines have it, how many values, and, for every pair of columns, how many
-- values and lines find each other, and how many of those agree in their amount or in their sum.
CREATE OR REPLACE TEMP TABLE column_values AS
WITH named AS (
    SELECT side, item_no, currency, amount, 'reference' AS name, reference_key AS value FROM items
    UNION ALL
    SELECT side, item_no, currency, amount, 'group', group_key FROM items
    UNION ALL
    SELECT side, item_no, currency, amount, 'counterparty', counterparty_key FROM items
    UNION ALL
    SELECT side, item_no, currency, amount, 'id', reference_key(line_ref) FROM items
    UNION ALL
    SELECT DISTINCT
        side, item_no, currency, amount, 'description',
        unnest(regexp_extract_all(description, '[A-Z0-9][A-Z0-9_/-]*[0-9]{3,}[A-Z0-9_-]*'))
    FROM items
)

SELECT
    side, name, currency, value,
    count(*) AS lines,
    sum(amount)::HUGEINT AS total
FROM named
WHERE value IS NOT NULL
GROUP BY side, name, currency, value;
