-- Each period's latest change: the last event after which it stood otherwise than before. One event may change many periods
-- (a close covers the empty ones before it), so the pointers tell, and not the names that the events carry.
SELECT DISTINCT ON (wanted.period) wanted.period, moved.closed, moved.by_whom, moved.recorded_at, moved.reason
FROM unnest(%(periods)s::text[], %(ends)s::date[], %(adjustments)s::boolean[]) AS wanted (period, ends, adjustment)
CROSS JOIN LATERAL (
    SELECT period_event_no, by_whom, recorded_at, reason, closed,
        lag(closed, 1, false) OVER (ORDER BY period_event_no) AS closed_before
    FROM (
        SELECT *, wanted.ends <= CASE WHEN wanted.adjustment THEN adjusted_through ELSE through END AS closed
        FROM ledger.period_events
        WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s
    ) AS pointed
) AS moved
WHERE moved.closed <> moved.closed_before
ORDER BY wanted.period, moved.period_event_no DESC
