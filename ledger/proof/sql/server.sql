-- A book restored from a dump into a new cluster is ahead of that cluster's transaction counter: what is posted then would
-- fall among events that are long sealed.
SELECT 'the server''s transaction counter is behind the book: restored from a dump? Raise it (pg_resetwal -e) before posting'
        AS what,
    'server' AS place, concat('above ', max(recorded_xid)) AS expected, pg_snapshot_xmax(pg_current_snapshot())::text AS found
FROM ledger.events
WHERE tenant_id = %(tenant)s
HAVING max(recorded_xid) >= pg_snapshot_xmax(pg_current_snapshot())
