SELECT account.account_code, account.name, account.type, total.currency, total.debit::bigint, total.credit::bigint,
    (total.debit - total.credit)::bigint, total.base_balance::bigint
FROM (
    SELECT line.account_code, line.currency,
        coalesce(sum(line.amount) FILTER (WHERE line.amount > 0), 0) AS debit,
        coalesce(-sum(line.amount) FILTER (WHERE line.amount < 0), 0) AS credit,
        sum(line.base_amount) AS base_balance
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    WHERE journal.tenant_id = %(tenant)s AND journal.entity_id = %(entity)s AND journal.effective_date <= %(upto)s
        AND (%(account)s::text IS NULL OR line.account_code = %(account)s)
    GROUP BY line.account_code, line.currency
) AS total
JOIN ledger.accounts AS account
    ON account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = total.account_code
ORDER BY account.account_code, total.currency
