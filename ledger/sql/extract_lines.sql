-- The order of BOOK_LINE's columns. recorded_at travels as microseconds since 1970, which needs no parsing.
-- Asked for in the order of their transactions, journals come by the index over it, and lines journal by journal: a tenant whom
-- the statistics do not know yet is planned as one row, and any index over the tenant would do for that.
COPY (
    SELECT line.line_no, journal.journal_id, journal.journal_id || '/' || line.line_no, journal.effective_date,
        (extract(epoch FROM journal.recorded_at) * 1000000)::bigint, line.account_code, line.currency, line.amount,
        journal.base_currency, line.base_amount,
        coalesce(line.reference, journal.reference), coalesce(line.description, journal.description),
        coalesce(line.counterparty, journal.counterparty), journal.kind, coalesce(line.group_key, journal.group_key),
        CASE WHEN journal.reverses IS NOT NULL THEN (
            SELECT original.journal_id FROM ledger.journals AS original
            WHERE original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
        ) END,
        journal.entity_id, journal.adjustment
    FROM (
        SELECT * FROM ledger.journals AS journal
        WHERE journal.tenant_id = %(tenant)s
            AND journal.recorded_xid >= %(from)s::xid8 AND journal.recorded_xid < %(below)s::xid8
        ORDER BY journal.recorded_xid, journal.journal_no
        OFFSET 0
    ) AS journal
    CROSS JOIN LATERAL (
        SELECT * FROM ledger.lines AS line
        WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
        OFFSET 0
    ) AS line
) TO STDOUT (FORMAT csv)
