INSERT INTO ledger.periods (tenant_id, entity_id, period, fiscal_year, starts, ends, adjustment)
SELECT %(tenant)s, %(entity)s, laid.*
FROM unnest(
    %(periods)s::text[], %(fiscal_years)s::smallint[], %(starts)s::date[], %(ends)s::date[], %(adjustments)s::boolean[]
) AS laid (period, fiscal_year, starts, ends, adjustment)
