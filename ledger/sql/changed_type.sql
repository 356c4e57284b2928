SELECT account.entity_id, account.account_code, account.type, wanted.type
FROM unnest(%(entities)s::text[], %(codes)s::text[], %(types)s::text[]) AS wanted (entity_id, account_code, type)
JOIN ledger.accounts AS account
    ON account.tenant_id = %(tenant)s AND account.entity_id = wanted.entity_id
    AND account.account_code = wanted.account_code AND account.type <> wanted.type
ORDER BY account.entity_id, account.account_code
LIMIT 1
