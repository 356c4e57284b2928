-- What stands in a seal and is not zero: an account that only a closing journal moves is no change of what was certified.
SELECT 'balance' AS part, book, account_code, currency, closing, base_closing
FROM reporting.sealed_balances
WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s AND (closing <> 0 OR base_closing <> 0)
UNION ALL
SELECT 'total', source, '', currency, total, NULL
FROM reporting.sealed_totals
WHERE tenant_id = %(tenant)s AND close_no = %(close_no)s
