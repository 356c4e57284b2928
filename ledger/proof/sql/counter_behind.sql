SELECT last_xid::text, pg_snapshot_xmax(pg_current_snapshot())::text
FROM (
    (SELECT last_xid FROM ledger.seals WHERE tenant_id = %(tenant)s ORDER BY seal_no DESC LIMIT 1)
    UNION ALL
    (SELECT recorded_xid FROM ledger.journals WHERE tenant_id = %(tenant)s ORDER BY recorded_xid DESC LIMIT 1)
) AS newest
WHERE last_xid >= pg_snapshot_xmax(pg_current_snapshot())
ORDER BY last_xid DESC
LIMIT 1
