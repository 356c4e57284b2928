-- In the order of the keys: two transactions that write the same ones wait for each other instead of dead-locking.
WITH written AS (
    INSERT INTO ledger.requests (tenant_id, key, sha256, status, response, requested_by)
    SELECT %(tenant)s, done.*
    FROM unnest(%(keys)s::text[], %(sha256s)s::bytea[], %(statuses)s::smallint[], %(responses)s::text[], %(callers)s::text[])
        AS done (key, sha256, status, response, requested_by)
    ORDER BY done.key
    ON CONFLICT DO NOTHING
    RETURNING key
)
SELECT count(*) FROM written
