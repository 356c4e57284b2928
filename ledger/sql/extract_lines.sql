-- The order of BOOK_LINE's columns. recorded_at travels as microseconds since 1970, which needs no parsing.
COPY (
    SELECT line.line_no, journal.journal_id, journal.journal_id || '/' || line.line_no, journal.effective_date,
        (extract(epoch FROM journal.recorded_at) * 1000000)::bigint, line.account_code, line.currency, line.amount,
        journal.base_currency, line.base_amount,
        coalesce(line.reference, journal.reference), coalesce(line.description, journal.description),
        coalesce(line.counterparty, journal.counterparty), journal.kind, coalesce(line.group_key, journal.group_key),
        original.journal_id, journal.entity_id
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    LEFT JOIN ledger.journals AS original
        ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
    WHERE journal.tenant_id = %(tenant)s
        AND journal.recorded_xid >= %(from)s::xid8 AND journal.recorded_xid < %(below)s::xid8
) TO STDOUT (FORMAT csv)
