-- Rows and texts are numbered in the same order: that of the hash.
SELECT sealed.book, sealed.account_code, sealed.account_name, sealed.account_type, sealed.currency, sealed.opening, sealed.closing,
    sealed.base_currency, sealed.base_closing, told.row_text
FROM (
    SELECT *, row_number() OVER (ORDER BY book, account_code, currency, base_currency) AS position
    FROM reporting.sealed_balances
    WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s
) AS sealed
JOIN reporting.sealed_rows AS told
    ON told.tenant_id = sealed.tenant_id AND told.close_no = sealed.close_no AND told.part = 1
    AND told.position = sealed.position
ORDER BY sealed.position
