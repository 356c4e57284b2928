-- Only where it is news: of a close that is still the period's latest one, in another state or for another reason than before.
INSERT INTO reporting.close_events (tenant_id, entity_id, period, kind, close_no, who, why)
SELECT %(tenant)s, %(entity)s, %(period)s, %(kind)s, %(close_no)s, %(who)s, %(why)s
FROM (
    SELECT kind, close_no, why FROM reporting.close_events
    WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND period = %(period)s
    ORDER BY event_no DESC
    LIMIT 1
) AS latest
WHERE latest.close_no = %(close_no)s AND CASE %(kind)s::text
    WHEN 'restored' THEN latest.kind = 'decertified'
    ELSE latest.kind IN ('certified', 'restored') OR (latest.kind = 'decertified' AND latest.why <> %(why)s)
END
RETURNING event_no
