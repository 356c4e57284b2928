INSERT INTO reporting.sealed_checks (
    tenant_id, close_no, position, check_id, title, state, detail, blocking_count, amount, currency, accepted_reason
)
SELECT %(tenant)s, %(close_no)s, sealed.*
FROM jsonb_to_recordset(%(rows)s::jsonb) AS sealed (
    position integer, check_id text, title text, state text, detail text, blocking_count bigint, amount numeric,
    currency text, accepted_reason text
)
