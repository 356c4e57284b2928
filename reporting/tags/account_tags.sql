-- The tags of every account that our book or an imported one has: by its code and type, or by a pattern of its code.
WITH accounts AS (
    SELECT entity_id, account_code, type AS account_type
    FROM ledger.accounts
    WHERE tenant_id = %(tenant)s
    UNION
    SELECT entity_id, code, type
    FROM ingest.book_accounts
    WHERE tenant_id = %(tenant)s AND source = ANY(%(sources)s)
),

by_code AS (
    SELECT DISTINCT said.entity_id, said.account_code, said.account_type, said.tag
    FROM
        unnest(%(entities)s::text [], %(codes)s::text [], %(types)s::text [], %(tags)s::text [])
            AS said (entity_id, account_code, account_type, tag)
    INNER JOIN accounts USING (entity_id, account_code, account_type)
),

by_pattern AS (
    SELECT accounts.entity_id, accounts.account_code, accounts.account_type, patterns.tag
    FROM accounts
    INNER JOIN unnest(%(pattern_tags)s::text [], %(patterns)s::text []) AS patterns (tag, pattern)
        ON accounts.account_code LIKE patterns.pattern ESCAPE '!'
)

SELECT entity_id, account_code, account_type, tag FROM by_code
UNION
SELECT entity_id, account_code, account_type, tag FROM by_pattern
ORDER BY entity_id, account_code, account_type, tag
