-- Whether the id is reserved already, and whether by the same request: the canonical form decides, as it does for journals.
SELECT coalesce(event.sha256 = ledger.fingerprint(
    '{"expires_at": ' || to_json(%(expires_at)s::timestamptz)::text || ', "request": ' || ledger.canonical_journal(
        request.journal_id, request.entity_id, request.base_currency, request.effective_date, request.document_date,
        request.kind, NULL, request.adjustment,
        (
            SELECT string_agg(
                ledger.canonical_line(
                    line.account_code, line.currency, line.amount, line.base_amount, line.reference, line.description,
                    line.counterparty, line.group_key, line.rate, line.rate_date, line.rate_source
                ), ', ' ORDER BY line.line_no
            )
            FROM assessed_lines AS line
        )
    ) || '}'
), FALSE), pending.recorded_at
FROM ledger.pendings AS pending
JOIN ledger.events AS event ON event.tenant_id = pending.tenant_id AND event.event_no = pending.pending_no
CROSS JOIN assessed_journals AS request
WHERE pending.tenant_id = %(tenant)s AND pending.pending_id = %(pending_id)s
