-- The running balance that a floor or a ceiling is judged by, against the lines.
SELECT 'the balance that its limits are judged by is not that of its lines (minor units)' AS what,
    concat('account ', account_code, ' of ', entity_id) AS place,
    ledger.balance_in_full(tenant_id, entity_id, account_code)::text AS expected, balance::text AS found
FROM ledger.limited_balances
WHERE tenant_id = %(tenant)s AND balance <> ledger.balance_in_full(tenant_id, entity_id, account_code)
