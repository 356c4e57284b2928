-- Journals as their events tell them, against those that stand in the book, both ways.
SELECT difference.what,
    concat('journal ', coalesce((recorded).journal_id, (told).journal_id),
        ' (event ', coalesce((recorded).journal_no, (told).journal_no), ')') AS place,
    difference.expected, difference.found
FROM (
    SELECT told, recorded
    FROM (SELECT * FROM ledger.replayed_journals WHERE tenant_id = %(tenant)s) AS told
    FULL JOIN (
        SELECT journal.*, original.journal_id AS original_id
        FROM ledger.journals AS journal
        LEFT JOIN ledger.journals AS original
            ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses
        WHERE journal.tenant_id = %(tenant)s
    ) AS recorded ON recorded.journal_no = told.journal_no
    WHERE (
        told.journal_no, told.recorded_xid, told.recorded_at, told.journal_id, told.entity_id, told.base_currency,
        told.effective_date, told.document_date, told.kind, told.reverses, told.adjustment
    ) IS DISTINCT FROM (
        recorded.journal_no, recorded.recorded_xid, recorded.recorded_at, recorded.journal_id, recorded.entity_id,
        recorded.base_currency, recorded.effective_date::text, recorded.document_date::text, recorded.kind,
        recorded.original_id, recorded.adjustment::text
    )
) AS pair
CROSS JOIN LATERAL (
    SELECT 'stands in the book and no event tells it' AS what, NULL AS expected, (recorded).effective_date::text AS found
    WHERE (told).journal_no IS NULL
    UNION ALL
    SELECT 'is told by its event and missing in the book', (told).effective_date, NULL
    WHERE (recorded).journal_no IS NULL
    UNION ALL
    SELECT 'the event cannot be read', 'a journal', NULL
    WHERE (told).journal_no IS NOT NULL AND (told).journal_id IS NULL
    UNION ALL
    SELECT compared.name || ' is not what the event says', compared.expected, compared.found
    FROM (
        VALUES
        ('journal id', (told).journal_id, (recorded).journal_id),
        ('effective date', (told).effective_date, (recorded).effective_date::text),
        ('document date', (told).document_date, (recorded).document_date::text),
        ('recorded at', (told).recorded_at::text, (recorded).recorded_at::text),
        ('recording transaction', (told).recorded_xid::text, (recorded).recorded_xid::text),
        ('entity', (told).entity_id, (recorded).entity_id),
        ('base currency', (told).base_currency, (recorded).base_currency),
        ('kind', (told).kind, (recorded).kind),
        ('reversed journal', (told).reverses, (recorded).original_id),
        ('adjustment', (told).adjustment, (recorded).adjustment::text)
    ) AS compared (name, expected, found)
    WHERE (told).journal_id IS NOT NULL AND (recorded).journal_no IS NOT NULL
        AND compared.expected IS DISTINCT FROM compared.found
) AS difference
ORDER BY coalesce((recorded).journal_no, (told).journal_no), difference.what
