INSERT INTO ledger.pendings (
    tenant_id, pending_no, expires_at, effective_date, document_date, pending_id, entity_id, base_currency, adjustment, kind
)
SELECT %(tenant)s, journal_no, %(expires_at)s, effective_date, document_date, journal_id, entity_id, base_currency,
    adjustment, kind
FROM assessed_journals
WHERE NOT replayed
RETURNING recorded_at
