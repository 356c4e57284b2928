-- The WHERE leaves an unchanged account alone: repeating the set-up writes nothing and makes no event.
INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)
SELECT %(tenant)s, wanted.*
FROM unnest(%(entities)s::text[], %(codes)s::text[], %(names)s::text[], %(types)s::text[])
    AS wanted (entity_id, account_code, name, type)
ON CONFLICT (tenant_id, entity_id, account_code) DO UPDATE
SET name = excluded.name
WHERE accounts.name <> excluded.name
