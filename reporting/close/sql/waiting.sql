-- What waits for somebody before it is posted: reservations that are neither posted nor void, and drafts of journals that a
-- second person has not answered. Amounts are the debits, in major units of the functional currency or of the draft's.
SELECT pending.entity_id, 'pending' AS queue, pending.pending_id AS name, pending.effective_date, pending.base_currency,
    (
        SELECT round(sum(greatest(line.base_amount, 0)) * power(10::numeric, -unit.scale), unit.scale)
        FROM ledger.pending_lines AS line
        JOIN ledger.currencies AS unit ON unit.tenant_id = pending.tenant_id AND unit.currency = pending.base_currency
        WHERE line.tenant_id = pending.tenant_id AND line.pending_no = pending.pending_no
        GROUP BY unit.scale
    ) AS amount
FROM ledger.pendings AS pending
WHERE pending.tenant_id = %(tenant)s AND pending.expires_at > transaction_timestamp() AND NOT EXISTS (
    SELECT FROM ledger.pending_outcomes AS outcome
    WHERE outcome.tenant_id = pending.tenant_id AND outcome.pending_no = pending.pending_no
)
UNION ALL
SELECT entity_id, 'draft', draft_no::text, effective_date, currency,
    round(abs(amount) * power(10::numeric, -scale), scale)
FROM reconcile.draft_states
WHERE tenant_id = %(tenant)s AND state = 'pending'
ORDER BY entity_id, queue, name
