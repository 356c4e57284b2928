SELECT event_no, entity_id, period, kind, close_no, who, why, recorded_at, trial_balance_hash
FROM reporting.close_events
WHERE tenant_id = %(tenant)s
ORDER BY event_no
