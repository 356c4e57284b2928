-- The event that the seal's rows belong to: its hashes are those of the rows as they stand in the database.
INSERT INTO reporting.close_events (
    tenant_id, event_no, entity_id, period, kind, close_no, who, why, run_id, as_of, closing_journal_id, trial_balance_hash,
    seal_hash
)
VALUES (
    %(tenant)s, %(close_no)s, %(entity)s, %(period)s, 'prepared', %(close_no)s, %(who)s, %(why)s, %(run_id)s, %(as_of)s,
    %(journal_id)s, reporting.hash_of(%(tenant)s, %(close_no)s, 1), reporting.hash_of(%(tenant)s, %(close_no)s, 3)
)
