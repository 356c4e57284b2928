-- What takes back a closing or a revaluation is one itself: it is counted where the original is, and a
-- closing of period 13 in period 13.
INSERT INTO staged_journals (position, journal_id, entity_id, effective_date, kind, reverses, adjustment)
SELECT 1, %(key)s, entity_id, %(date)s,
    CASE WHEN kind IN ('closing', 'revaluation') THEN kind ELSE 'reversal' END, journal_id,
    coalesce(kind = 'closing' AND adjustment, false)
FROM ledger.journals
WHERE tenant_id = %(tenant)s AND journal_id = %(journal_id)s
