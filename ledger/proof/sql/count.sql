SELECT
    (SELECT count(*) FROM ledger.events WHERE tenant_id = %(tenant)s) AS events,
    (SELECT count(*) FROM ledger.journals WHERE tenant_id = %(tenant)s) AS journals,
    (SELECT count(*) FROM ledger.lines WHERE tenant_id = %(tenant)s) AS lines,
    (SELECT count(*) FROM ledger.seals WHERE tenant_id = %(tenant)s) AS seals,
    (SELECT coalesce(max(last_sequence), 0) FROM ledger.seals WHERE tenant_id = %(tenant)s) AS sealed_events
