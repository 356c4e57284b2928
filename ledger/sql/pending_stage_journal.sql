INSERT INTO staged_journals (position, journal_id, entity_id, effective_date, document_date, kind, adjustment)
SELECT 1, pending_id, entity_id, %(date)s, document_date, kind, adjustment
FROM ledger.pendings
WHERE tenant_id = %(tenant)s AND pending_no = %(number)s
