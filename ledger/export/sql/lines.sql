-- The order of book.py's _Row. Sorted by PostgreSQL, on its own disk, so that nobody has to hold the book in memory.
COPY (
    SELECT journal.journal_id, journal.effective_date, journal.document_date, original.journal_id,
        journal.kind, journal.adjustment, journal.reference, journal.description, journal.counterparty, journal.group_key,
        line.account_code, line.currency, line.amount, line.base_amount, line.rate, line.rate_date, line.rate_source,
        line.reference, line.description, line.counterparty, line.group_key
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    LEFT JOIN ledger.journals AS original
        ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
    WHERE journal.tenant_id = %(tenant)s AND journal.entity_id = %(entity)s
    ORDER BY journal.effective_date, journal.journal_no, line.line_no
) TO STDOUT
