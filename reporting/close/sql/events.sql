SELECT entity_id, period, event_no, kind, close_no, who, why, recorded_at
FROM reporting.close_events
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND (%(period)s::text IS NULL OR period = %(period)s::text)
ORDER BY event_no
