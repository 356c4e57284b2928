SELECT reversal.journal_id, reversal.effective_date
FROM ledger.journals AS original
LEFT JOIN ledger.journals AS reversal
    ON reversal.tenant_id = original.tenant_id AND reversal.reverses = original.journal_no
WHERE original.tenant_id = %(tenant)s AND original.journal_id = %(journal_id)s
