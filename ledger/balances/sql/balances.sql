SELECT account.account_code, account.name, account.type, total.currency, total.debit, total.credit,
    total.debit - total.credit, total.base_amount
FROM ledger.balances(
    %(tenant)s::text, %(entity)s::text, %(account)s::text, %(as_of)s::date, %(known_at)s::timestamptz
) AS total
JOIN ledger.accounts AS account
    ON account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = total.account_code
ORDER BY account.account_code, total.currency
