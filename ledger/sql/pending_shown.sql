SELECT pending.pending_no, pending.pending_id, pending.entity_id, pending.effective_date, pending.recorded_at,
    pending.expires_at,
    CASE
        WHEN settled.outcome IS NOT NULL THEN settled.outcome
        WHEN pending.expires_at <= transaction_timestamp() THEN 'expired'
    END,
    coalesce(
        settled.recorded_at, CASE WHEN pending.expires_at <= transaction_timestamp() THEN pending.expires_at END
    ),
    settled.reason
FROM ledger.pendings AS pending
LEFT JOIN ledger.pending_outcomes AS settled USING (tenant_id, pending_no)
WHERE pending.tenant_id = %(tenant)s AND pending.pending_id = %(pending_id)s
