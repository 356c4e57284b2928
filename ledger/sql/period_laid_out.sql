SELECT period, fiscal_year, starts, ends, adjustment
FROM ledger.periods
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s
ORDER BY ends, adjustment
