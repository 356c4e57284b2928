SELECT kind, boundary, adjustment_period
FROM ledger.current_calendars
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s
