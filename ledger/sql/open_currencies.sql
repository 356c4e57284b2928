INSERT INTO ledger.currencies (tenant_id, currency, scale)
SELECT %(tenant)s, wanted.currency, wanted.scale
FROM unnest(%(codes)s::text[], %(scales)s::smallint[]) AS wanted (currency, scale)
ON CONFLICT DO NOTHING
