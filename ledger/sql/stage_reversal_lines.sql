-- Multiplied by 10^-scale, not divided by 10^scale: numeric division rounds at 16 digits, multiplication never.
INSERT INTO staged_lines (
    position, line_no, row_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key
)
SELECT 1, line.line_no, line.line_no, line.account_code, line.currency,
    -line.amount * power(10::numeric, -unit.scale), -line.base_amount * power(10::numeric, -base_unit.scale),
    line.rate, line.rate_date, line.rate_source,
    coalesce(line.reference, journal.reference), %(reason)s,
    coalesce(line.counterparty, journal.counterparty), coalesce(line.group_key, journal.group_key)
FROM ledger.journals AS journal
JOIN ledger.lines AS line USING (tenant_id, journal_no)
JOIN ledger.currencies AS unit
    ON unit.tenant_id = journal.tenant_id AND unit.currency = line.currency
JOIN ledger.currencies AS base_unit
    ON base_unit.tenant_id = journal.tenant_id AND base_unit.currency = journal.base_currency
WHERE journal.tenant_id = %(tenant)s AND journal.journal_id = %(journal_id)s
