SELECT currency FROM ledger.accounts
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND account_code = %(code)s
