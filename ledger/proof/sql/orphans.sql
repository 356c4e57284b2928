-- Lines whose journal is gone.
SELECT 'line stands in the book without its journal' AS what,
    concat('line ', line.line_no, ' of journal number ', line.journal_no) AS place, NULL AS expected,
    concat_ws(' ', line.account_code, line.amount, line.currency) AS found
FROM ledger.lines AS line
WHERE line.tenant_id = %(tenant)s AND NOT EXISTS (
    SELECT FROM ledger.journals AS journal
    WHERE journal.tenant_id = %(tenant)s AND journal.journal_no = line.journal_no
)
