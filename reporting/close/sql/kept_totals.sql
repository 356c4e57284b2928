-- Rows and texts are numbered in the same order: that of the hash.
SELECT sealed.source, sealed.currency, sealed.lines, sealed.total, sealed.last_date, told.row_text
FROM (
    SELECT *, row_number() OVER (ORDER BY source, currency) AS position
    FROM reporting.sealed_totals
    WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s
) AS sealed
JOIN reporting.sealed_rows AS told
    ON told.tenant_id = sealed.tenant_id AND told.close_no = sealed.close_no AND told.part = 2
    AND told.position = sealed.position
ORDER BY sealed.position
