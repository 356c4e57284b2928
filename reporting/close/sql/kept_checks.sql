SELECT check_id, title, state, detail, blocking_count, amount, currency, accepted_reason
FROM reporting.sealed_checks
WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s
ORDER BY position
