INSERT INTO staged_journals (position, journal_id, entity_id, effective_date, kind, reverses)
SELECT 1, %(key)s, entity_id, %(date)s, 'reversal', journal_id
FROM ledger.journals
WHERE tenant_id = %(tenant)s AND journal_id = %(journal_id)s
