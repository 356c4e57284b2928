SELECT min(effective_date)
FROM ledger.journals
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND isfinite(effective_date)
