-- Lines as the events tell them, against those that stand in the book. An event tells lines by their rank; where some are
-- missing or added the ranks have moved, and those journals are compared by line number.
WITH differing AS MATERIALIZED (
    SELECT DISTINCT coalesce(told.journal_no, recorded.journal_no) AS journal_no
    FROM (SELECT * FROM ledger.replayed_lines WHERE tenant_id = %(tenant)s) AS told
    FULL JOIN (SELECT * FROM ledger.recorded_lines WHERE tenant_id = %(tenant)s) AS recorded
        ON recorded.journal_no = told.journal_no AND recorded.position = told.position
    WHERE (
        told.position, told.account_code, told.currency, told.amount, told.base_amount, told.reference, told.description,
        told.counterparty, told.group_key, told.rate, told.rate_date, told.rate_source, TRUE
    ) IS DISTINCT FROM (
        recorded.position, recorded.account_code, recorded.currency, recorded.amount, recorded.base_amount,
        recorded.reference, recorded.description, recorded.counterparty, recorded.group_key, recorded.rate,
        recorded.rate_date, recorded.rate_source, recorded.of_its_transaction
    )
),
on_both_sides AS (
    SELECT journal.journal_no, journal.journal_id, told.lines = recorded.lines AS as_many
    FROM differing
    JOIN ledger.journals AS journal ON journal.tenant_id = %(tenant)s AND journal.journal_no = differing.journal_no
    JOIN ledger.events AS event ON event.tenant_id = %(tenant)s AND event.event_no = differing.journal_no
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines FROM ledger.replayed_lines AS line
        WHERE line.tenant_id = %(tenant)s AND line.journal_no = differing.journal_no
    ) AS told
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines FROM ledger.lines AS line
        WHERE line.tenant_id = %(tenant)s AND line.journal_no = differing.journal_no
    ) AS recorded
)
SELECT difference.what, concat('journal ', pair.journal_id, ', line ', pair.line_no) AS place,
    difference.expected, difference.found
FROM on_both_sides AS journal
CROSS JOIN LATERAL (
    SELECT journal.journal_id, coalesce(recorded.line_no, told.position) AS line_no, told, recorded
    FROM (SELECT * FROM ledger.replayed_lines WHERE tenant_id = %(tenant)s AND journal_no = journal.journal_no) AS told
    FULL JOIN (SELECT * FROM ledger.recorded_lines WHERE tenant_id = %(tenant)s AND journal_no = journal.journal_no) AS recorded
        ON told.position = CASE WHEN journal.as_many THEN recorded.position ELSE recorded.line_no END
) AS pair
LEFT JOIN ledger.currencies AS unit
    ON unit.tenant_id = %(tenant)s AND unit.currency = coalesce((pair.recorded).currency, (pair.told).currency)
CROSS JOIN LATERAL (
    SELECT 'line stands in the book and the event does not tell it' AS what, NULL AS expected,
        concat_ws(' ', (pair.recorded).account_code, (pair.recorded).amount, (pair.recorded).currency) AS found
    WHERE (pair.told).position IS NULL
    UNION ALL
    SELECT 'line is told by the event and missing in the book',
        concat_ws(' ', (pair.told).account_code, (pair.told).amount, (pair.told).currency), NULL
    WHERE (pair.recorded).position IS NULL
    UNION ALL
    SELECT 'line is of another transaction than its journal', NULL, NULL
    WHERE NOT (pair.recorded).of_its_transaction
    UNION ALL
    SELECT compared.name || ' is not what the event says',
        CASE WHEN compared.name <> 'amount' THEN compared.expected ELSE coalesce(
            ledger.in_major(ledger.amount_of(compared.expected), unit.scale) || ' ' || unit.currency, compared.expected
        ) END,
        CASE WHEN compared.name <> 'amount' THEN compared.found ELSE coalesce(
            ledger.in_major(ledger.amount_of(compared.found), unit.scale) || ' ' || unit.currency, compared.found
        ) END
    FROM (
        VALUES
        ('amount', (pair.told).amount, (pair.recorded).amount),
        ('base amount (minor units)', (pair.told).base_amount, (pair.recorded).base_amount),
        ('account', (pair.told).account_code, (pair.recorded).account_code),
        ('currency', (pair.told).currency, (pair.recorded).currency),
        ('reference', (pair.told).reference, (pair.recorded).reference),
        ('description', (pair.told).description, (pair.recorded).description),
        ('counterparty', (pair.told).counterparty, (pair.recorded).counterparty),
        ('group', (pair.told).group_key, (pair.recorded).group_key),
        ('rate', (pair.told).rate, (pair.recorded).rate),
        ('rate date', (pair.told).rate_date, (pair.recorded).rate_date),
        ('rate source', (pair.told).rate_source, (pair.recorded).rate_source)
    ) AS compared (name, expected, found)
    WHERE (pair.told).position IS NOT NULL AND (pair.recorded).position IS NOT NULL
        AND compared.expected IS DISTINCT FROM compared.found
) AS difference
ORDER BY journal.journal_no, pair.line_no, difference.what
