-- Months of a schedule whose journal was taken back while the schedule goes on: `event/2` is reversed, `event/1` or `event/3`
-- is not. A schedule is posted as a whole, so that nothing else can be missing. Asked of reversals, which are few.
SELECT journal.entity_id, journal.journal_id, journal.effective_date, journal.base_currency, (
    SELECT round(sum(greatest(line.base_amount, 0)) * power(10::numeric, -unit.scale), unit.scale)
    FROM ledger.lines AS line
    JOIN ledger.currencies AS unit ON unit.tenant_id = journal.tenant_id AND unit.currency = journal.base_currency
    WHERE line.tenant_id = journal.tenant_id AND line.journal_no = journal.journal_no
    GROUP BY unit.scale
) AS amount
FROM ledger.journals AS reversal
JOIN ledger.journals AS journal ON journal.tenant_id = reversal.tenant_id AND journal.journal_no = reversal.reverses
CROSS JOIN LATERAL (
    SELECT substring(journal.journal_id FROM '^(.*/)[0-9]+$') AS series,
        substring(journal.journal_id FROM '/([0-9]+)$')::numeric AS number
) AS month
WHERE reversal.tenant_id = %(tenant)s AND reversal.reverses IS NOT NULL AND journal.kind = ANY(%(kinds)s)
    AND month.number IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM ledger.journals AS again
        WHERE again.tenant_id = reversal.tenant_id AND again.reverses = reversal.journal_no
    )
    AND EXISTS (
        SELECT FROM ledger.journals AS sibling
        WHERE sibling.tenant_id = journal.tenant_id
            AND sibling.journal_id IN (month.series || (month.number - 1), month.series || (month.number + 1))
            AND NOT EXISTS (
                SELECT FROM ledger.journals AS taken
                WHERE taken.tenant_id = sibling.tenant_id AND taken.reverses = sibling.journal_no
            )
    )
ORDER BY journal.entity_id, journal.effective_date, journal.journal_id
