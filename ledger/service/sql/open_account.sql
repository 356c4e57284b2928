INSERT INTO ledger.accounts (
    tenant_id, entity_id, account_code, name, type, parent_code, currency, active_from, active_to, floor_amount,
    ceiling_amount
)
VALUES (
    %(tenant)s, %(entity)s, %(code)s, %(name)s, %(type)s, %(parent)s, %(currency)s, %(active_from)s, %(active_to)s,
    %(floor)s, %(ceiling)s
)
ON CONFLICT (tenant_id, entity_id, account_code) DO NOTHING
