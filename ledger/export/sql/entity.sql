SELECT entity.name, currency.currency, currency.scale
FROM ledger.entities AS entity
JOIN ledger.currencies AS currency USING (tenant_id, currency)
WHERE entity.tenant_id = %(tenant)s AND entity.entity_id = %(entity)s
