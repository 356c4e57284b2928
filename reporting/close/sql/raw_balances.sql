SELECT standing.entity_id, standing.period, standing.close_no, sealed.book, sealed.account_code, sealed.currency,
    sealed.base_currency, sealed.closing, sealed.base_closing
FROM reporting.closes AS standing
JOIN reporting.sealed_balances AS sealed ON sealed.tenant_id = standing.tenant_id AND sealed.close_no = standing.close_no
WHERE standing.tenant_id = %(tenant)s AND standing.state <> 'reopened'
ORDER BY standing.close_no, sealed.book, sealed.account_code, sealed.currency, sealed.base_currency
