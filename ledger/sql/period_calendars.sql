-- Only where it differs from what the entity has: repeating the set-up writes nothing and makes no event.
INSERT INTO ledger.fiscal_calendars (tenant_id, entity_id, kind, boundary, adjustment_period)
SELECT %(tenant)s, wanted.*
FROM unnest(%(entities)s::text[], %(kinds)s::text[], %(boundaries)s::text[], %(adjustment_periods)s::boolean[])
    AS wanted (entity_id, kind, boundary, adjustment_period)
JOIN ledger.current_calendars AS known
    ON known.tenant_id = %(tenant)s AND known.entity_id = wanted.entity_id
WHERE (known.kind, known.boundary, known.adjustment_period)
    <> (wanted.kind, wanted.boundary, wanted.adjustment_period)
