SELECT through
FROM ledger.period_events
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s
ORDER BY period_event_no DESC
LIMIT 1
