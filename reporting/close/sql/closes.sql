SELECT tenant_id, entity_id, period, fiscal_year, starts, ends, adjustment, close_no, state, prepared_by, prepared_at,
    approved_by, approved_at, why, run_id, as_of, trial_balance_hash, seal_hash, closing_journal_id
FROM reporting.closes
WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND (%(period)s::text IS NULL OR period = %(period)s::text)
ORDER BY ends, adjustment
