-- Pass `group`: lines that share a key, and whose sums agree. Two single lines that share but a reference are no group.
INSERT INTO taken
WITH keyed AS (
    SELECT
        side, item_no, currency, amount,
        CASE $by
            WHEN 'reference' THEN match_key
            WHEN 'counterparty' THEN counterparty_key
            ELSE coalesce(group_key, match_key)
        END AS shared_key,
        group_key IS NOT NULL AS has_group
    FROM open_items
),

sums AS (
    SELECT side, currency, shared_key, sum(amount) AS total, count(*) AS lines, bool_or(has_group) AS has_group
    FROM keyed
    WHERE shared_key IS NOT NULL
    GROUP BY side, currency, shared_key
),

agreed AS (
    SELECT currency, shared_key
    FROM sums AS lefts
    INNER JOIN sums AS rights USING (currency, shared_key, total)
    WHERE lefts.side = 'left' AND rights.side = 'right' AND (lefts.lines + rights.lines > 2 OR lefts.has_group OR rights.has_group)
)

SELECT side, item_no FROM keyed SEMI JOIN agreed USING (currency, shared_key)
