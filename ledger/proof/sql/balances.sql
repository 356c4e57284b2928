-- Every account's balance, added up from the events and from the lines.
SELECT 'balance is not what the events add up to' AS what,
    concat('account ', account_code, ' of ', entity_id, ' in ', balance.currency) AS place,
    coalesce(ledger.in_major(balance.told, unit.scale), balance.told::text) AS expected,
    coalesce(ledger.in_major(balance.recorded, unit.scale), balance.recorded::text) AS found
FROM (
    SELECT entity_id, account_code, currency, coalesce(told.amount, 0) AS told, coalesce(recorded.amount, 0) AS recorded,
        coalesce(told.base_amount, 0) AS told_base, coalesce(recorded.base_amount, 0) AS recorded_base
    FROM (
        SELECT entity_id, account_code, currency, sum(ledger.amount_of(amount)) AS amount,
            sum(ledger.amount_of(base_amount)) AS base_amount
        FROM ledger.replayed_lines
        WHERE tenant_id = %(tenant)s
        GROUP BY entity_id, account_code, currency
    ) AS told
    FULL JOIN (
        SELECT journal.entity_id, line.account_code, line.currency, sum(line.amount) AS amount,
            sum(line.base_amount) AS base_amount
        FROM ledger.journals AS journal
        JOIN ledger.lines AS line USING (tenant_id, journal_no)
        WHERE journal.tenant_id = %(tenant)s
        GROUP BY journal.entity_id, line.account_code, line.currency
    ) AS recorded USING (entity_id, account_code, currency)
) AS balance
LEFT JOIN ledger.currencies AS unit ON unit.tenant_id = %(tenant)s AND unit.currency = balance.currency
WHERE (told, told_base) IS DISTINCT FROM (recorded, recorded_base)
ORDER BY balance.entity_id, balance.account_code, balance.currency
