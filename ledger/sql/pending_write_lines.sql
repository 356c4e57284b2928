-- Lines first, as in the book: the pending that follows is then proven whole. Nothing where a journal of that id is in the book.
INSERT INTO ledger.pending_lines (
    tenant_id, pending_no, line_no, account_code, currency, amount, base_amount, rate, rate_date, rate_source,
    reference, description, counterparty, group_key
)
SELECT %(tenant)s, request.journal_no, line.line_no, line.account_code, line.currency, line.amount, line.base_amount,
    line.rate, line.rate_date, line.rate_source, line.reference, line.description, line.counterparty, line.group_key
FROM assessed_lines AS line
CROSS JOIN assessed_journals AS request
WHERE NOT request.replayed
