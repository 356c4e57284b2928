SELECT scale FROM ledger.currencies WHERE tenant_id = %(tenant)s AND currency = %(currency)s
