-- The WHERE leaves an unchanged entity alone: repeating the set-up writes nothing and makes no event.
INSERT INTO ledger.entities (tenant_id, entity_id, name, currency, fiscal_year_start)
SELECT %(tenant)s, wanted.*
FROM unnest(%(ids)s::text[], %(names)s::text[], %(currencies)s::text[], %(starts)s::smallint[])
    AS wanted (entity_id, name, currency, fiscal_year_start)
ON CONFLICT (tenant_id, entity_id) DO UPDATE
SET name = excluded.name, fiscal_year_start = excluded.fiscal_year_start
WHERE (entities.name, entities.fiscal_year_start) <> (excluded.name, excluded.fiscal_year_start)
