INSERT INTO reporting.sealed_proofs (
    tenant_id, close_no, reconciliation, currency, left_total, right_total, matched_left, matched_right, in_transit,
    match_difference, exceptions_total, unexplained, exceptions
)
SELECT %(tenant)s, %(close_no)s, sealed.*
FROM jsonb_to_recordset(%(rows)s::jsonb) AS sealed (
    reconciliation text, currency text, left_total numeric, right_total numeric, matched_left numeric, matched_right numeric,
    in_transit numeric, match_difference numeric, exceptions_total numeric, unexplained numeric, exceptions bigint
)
