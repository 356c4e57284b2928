SELECT form, seal_no, encode(hash, 'hex'), last_sequence, sealed_at, last_xid::text, last_event_no
FROM ledger.seals
WHERE tenant_id = %(tenant)s
ORDER BY seal_no DESC
LIMIT 1
