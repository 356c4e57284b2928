-- Rows and texts are numbered in the same order: that of the hash.
SELECT sealed.reconciliation, sealed.currency, sealed.left_total, sealed.right_total, sealed.matched_left, sealed.matched_right,
    sealed.in_transit, sealed.match_difference, sealed.exceptions_total, sealed.unexplained, sealed.exceptions, told.row_text
FROM (
    SELECT *, row_number() OVER (ORDER BY reconciliation, currency) AS position
    FROM reporting.sealed_proofs
    WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s
) AS sealed
JOIN reporting.sealed_rows AS told
    ON told.tenant_id = sealed.tenant_id AND told.close_no = sealed.close_no AND told.part = 3
    AND told.position = sealed.position
ORDER BY sealed.position
