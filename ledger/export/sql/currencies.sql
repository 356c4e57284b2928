-- The currencies that have lines, each with its first day.
SELECT currency.currency, currency.scale, used.first_date
FROM (
    SELECT line.currency, min(journal.effective_date) AS first_date
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    WHERE journal.tenant_id = %(tenant)s AND journal.entity_id = %(entity)s
    GROUP BY line.currency
) AS used
JOIN ledger.currencies AS currency ON currency.tenant_id = %(tenant)s AND currency.currency = used.currency
ORDER BY currency.currency
