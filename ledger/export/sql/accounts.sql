-- The whole chart. An account opens with its first journal, one that was never used with the book's first: a book
-- without journals has no day on which to open anything, and shows no accounts.
WITH used AS (
    SELECT line.account_code, min(journal.effective_date) AS first_date
    FROM ledger.journals AS journal
    JOIN ledger.lines AS line USING (tenant_id, journal_no)
    WHERE journal.tenant_id = %(tenant)s AND journal.entity_id = %(entity)s
    GROUP BY line.account_code
),

book AS (
    SELECT min(first_date) AS first_date FROM used
)

SELECT account.account_code, account.name, account.type, account.currency, coalesce(used.first_date, book.first_date)
FROM ledger.accounts AS account
JOIN book ON book.first_date IS NOT NULL
LEFT JOIN used USING (account_code)
WHERE account.tenant_id = %(tenant)s AND account.entity_id = %(entity)s
ORDER BY account.account_code
