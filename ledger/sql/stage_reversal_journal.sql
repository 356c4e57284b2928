-- What takes back a closing or a revaluation is one itself: it is counted where the original is.
INSERT INTO staged_journals (position, journal_id, entity_id, effective_date, kind, reverses)
SELECT 1, %(key)s, entity_id, %(date)s,
    CASE WHEN kind IN ('closing', 'revaluation') THEN kind ELSE 'reversal' END, journal_id
FROM ledger.journals
WHERE tenant_id = %(tenant)s AND journal_id = %(journal_id)s
