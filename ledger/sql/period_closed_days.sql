-- The closes still in force, each with the days that it closed first: those after the close before it. A close that a later
-- reopening took back is not in force; closing those days again counts from then.
SELECT event.entity_id, event.period,
    lag(event.through) OVER (PARTITION BY event.entity_id ORDER BY event.period_event_no) AS after_day,
    event.through AS last_day, event.recorded_at AS closed_at, event.by_whom AS closed_by
FROM ledger.period_events AS event
WHERE event.tenant_id = %(tenant)s AND event.action = 'close' AND NOT event.adjustment
    AND NOT EXISTS (
        SELECT FROM ledger.period_events AS later
        WHERE later.tenant_id = event.tenant_id AND later.entity_id = event.entity_id
            AND later.period_event_no > event.period_event_no AND later.through < event.through
    )
ORDER BY event.entity_id, event.period_event_no
