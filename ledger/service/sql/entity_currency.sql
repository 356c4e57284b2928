SELECT currency FROM ledger.entities WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s
