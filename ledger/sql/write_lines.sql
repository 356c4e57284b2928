-- Lines first: the journals that follow are then proven whole. A text that the journal says for all its lines is not repeated.
INSERT INTO ledger.lines (
    tenant_id, journal_no, line_no, account_code, currency, amount, base_amount,
    rate, rate_date, rate_source, reference, description, counterparty, group_key
)
SELECT %(tenant)s, journal.journal_no, line.line_no, line.account_code, line.currency, line.amount, line.base_amount,
    line.rate, line.rate_date, line.rate_source,
    CASE WHEN journal.reference IS NULL THEN line.reference END,
    CASE WHEN journal.description IS NULL THEN line.description END,
    CASE WHEN journal.counterparty IS NULL THEN line.counterparty END,
    CASE WHEN journal.group_key IS NULL THEN line.group_key END
FROM assessed_lines AS line
JOIN assessed_journals AS journal USING (position)
WHERE journal.problem IS NULL AND NOT journal.replayed
