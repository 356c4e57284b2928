SELECT journal.journal_no, json_build_object(
    'journal_id', journal.journal_id, 'entity', journal.entity_id, 'date', journal.effective_date,
    'document_date', journal.document_date, 'recorded_at', journal.recorded_at, 'kind', journal.kind,
    'adjustment', journal.adjustment, 'reference', journal.reference, 'description', journal.description,
    'counterparty', journal.counterparty, 'group', journal.group_key, 'base_currency', journal.base_currency,
    'reverses', (
        SELECT original.journal_id FROM ledger.journals AS original
        WHERE original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
    ),
    'reversed_by', (
        SELECT reversal.journal_id FROM ledger.journals AS reversal
        WHERE reversal.tenant_id = journal.tenant_id AND reversal.reverses = journal.journal_no
    ),
    'lines', (
        SELECT json_agg(json_build_object(
            'line_no', line.line_no, 'account', line.account_code, 'currency', line.currency,
            'amount', ledger.in_major(line.amount, unit.scale),
            'base_amount', ledger.in_major(line.base_amount, base_unit.scale),
            'rate', trim_scale(line.rate)::text, 'rate_date', line.rate_date, 'rate_source', line.rate_source,
            'reference', coalesce(line.reference, journal.reference),
            'description', coalesce(line.description, journal.description),
            'counterparty', coalesce(line.counterparty, journal.counterparty),
            'group', coalesce(line.group_key, journal.group_key)
        ) ORDER BY line.line_no)
        FROM ledger.lines AS line
        JOIN ledger.currencies AS unit ON unit.tenant_id = line.tenant_id AND unit.currency = line.currency
        WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
    )
)::text
FROM ledger.journals AS journal
JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = journal.tenant_id AND base_unit.currency = journal.base_currency
WHERE journal.tenant_id = %(tenant)s AND journal.journal_no > %(after)s
    AND (%(entity)s::text IS NULL OR journal.entity_id = %(entity)s)
    AND (%(kind)s::text IS NULL OR journal.kind = %(kind)s)
    AND (%(date_from)s::date IS NULL OR journal.effective_date >= %(date_from)s)
    AND (%(date_to)s::date IS NULL OR journal.effective_date <= %(date_to)s)
    AND (
        %(account)s::text IS NULL OR EXISTS (
            SELECT FROM ledger.lines AS line
            WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                AND line.account_code = %(account)s
        )
    )
    AND (
        %(reference)s::text IS NULL OR journal.reference = %(reference)s OR EXISTS (
            SELECT FROM ledger.lines AS line
            WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
                AND line.reference = %(reference)s
        )
    )
ORDER BY journal.journal_no
LIMIT %(limit)s
