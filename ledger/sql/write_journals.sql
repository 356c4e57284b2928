-- The journals of the lines just written: the triggers now prove balance, record the events, and the transaction may commit.
-- The CASE spares all but reversals the look-up of an original.
INSERT INTO ledger.journals (
    tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date, document_date, kind, reverses,
    adjustment, reference, description, counterparty, group_key
)
SELECT %(tenant)s, journal.journal_no, journal.journal_id, journal.entity_id, journal.base_currency, journal.effective_date,
    journal.document_date, journal.kind,
    CASE WHEN journal.reverses IS NOT NULL THEN (
        SELECT original.journal_no FROM ledger.journals AS original
        WHERE original.tenant_id = %(tenant)s AND original.journal_id = journal.reverses
    ) END,
    journal.adjustment, journal.reference, journal.description, journal.counterparty, journal.group_key
FROM assessed_journals AS journal
WHERE journal.problem IS NULL AND NOT journal.replayed
