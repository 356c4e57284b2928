INSERT INTO staged_lines (
    position, line_no, row_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key
)
SELECT 1, line.line_no, line.line_no, line.account_code, line.currency,
    line.amount * power(10::numeric, -unit.scale), line.base_amount * power(10::numeric, -base_unit.scale),
    line.rate, line.rate_date, line.rate_source, coalesce(line.reference, pending.reference),
    coalesce(line.description, pending.description), coalesce(line.counterparty, pending.counterparty),
    coalesce(line.group_key, pending.group_key)
FROM ledger.pendings AS pending
JOIN ledger.pending_lines AS line USING (tenant_id, pending_no)
JOIN ledger.currencies AS unit
    ON unit.tenant_id = pending.tenant_id AND unit.currency = line.currency
JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = pending.tenant_id AND base_unit.currency = pending.base_currency
WHERE pending.tenant_id = %(tenant)s AND pending.pending_no = %(number)s
