-- Double entry itself, once more over every journal: at least two lines, zero in each currency and in the functional one.
SELECT CASE WHEN total.lines < 2 THEN 'has not two lines' ELSE 'does not balance, in minor units of ' || total.unit END AS what,
    concat('journal ', journal.journal_id) AS place,
    CASE WHEN total.lines < 2 THEN '2' ELSE '0' END AS expected,
    CASE WHEN total.lines < 2 THEN total.lines ELSE total.difference END::text AS found
FROM ledger.journals AS journal
LEFT JOIN (
    SELECT journal_no, sum(lines) AS lines,
        coalesce(max(currency) FILTER (WHERE amount <> 0), 'the functional currency') AS unit,
        coalesce(max(amount) FILTER (WHERE amount <> 0), sum(base_amount)) AS difference
    FROM (
        SELECT journal_no, currency, count(*) AS lines, sum(amount) AS amount, sum(base_amount) AS base_amount
        FROM ledger.lines
        WHERE tenant_id = %(tenant)s
        GROUP BY journal_no, currency
    ) AS per_currency
    GROUP BY journal_no
) AS total ON total.journal_no = journal.journal_no
WHERE journal.tenant_id = %(tenant)s AND (coalesce(total.lines, 0) < 2 OR total.difference <> 0)
ORDER BY journal.journal_no
