SELECT json_build_object(
    'entity', account.entity_id, 'code', account.account_code, 'name', account.name, 'type', account.type,
    'parent', account.parent_code, 'currency', account.currency,
    'active_from', account.active_from, 'active_to', account.active_to,
    'floor', ledger.in_major(account.floor_amount, unit.scale), 'ceiling', ledger.in_major(account.ceiling_amount, unit.scale)
)::text
FROM ledger.accounts AS account
LEFT JOIN ledger.currencies AS unit USING (tenant_id, currency)
WHERE account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = %(code)s
