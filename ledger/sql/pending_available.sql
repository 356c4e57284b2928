SELECT held.currency, coalesce(held.balance, 0)::bigint, coalesce(held.pending_debit, 0)::bigint,
    coalesce(held.pending_credit, 0)::bigint,
    (
        coalesce(held.balance, 0) + CASE
            WHEN account.type IN ('asset', 'expense') THEN -coalesce(held.pending_credit, 0)
            ELSE coalesce(held.pending_debit, 0)
        END
    )::bigint
FROM (
    SELECT currency, booked.debit - booked.credit AS balance, reserved.pending_debit, reserved.pending_credit
    FROM ledger.balances(%(tenant)s, %(entity)s, %(account)s, NULL, NULL) AS booked
    FULL JOIN (
        SELECT currency, pending_debit, pending_credit
        FROM ledger.reserved_amounts
        WHERE tenant_id = %(tenant)s AND entity_id = %(entity)s AND account_code = %(account)s
    ) AS reserved USING (currency)
) AS held
JOIN ledger.accounts AS account
    ON account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s AND account.account_code = %(account)s
ORDER BY held.currency
