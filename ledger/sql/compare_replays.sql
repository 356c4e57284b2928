-- A journal_id that is in the book already is a repetition only when the canonical request is the same to the byte.
-- Journals of the first version carried no rates: their request is the same one without them.
UPDATE assessed_journals AS journal
SET problem = 'journal_id_taken'
FROM (
    SELECT position, string_agg(
        ledger.canonical_line(
            line.account_code, line.currency, line.amount, line.base_amount, line.reference, line.description,
            line.counterparty, line.group_key, line.rate, line.rate_date, line.rate_source
        ), ', ' ORDER BY line.line_no
    ) AS lines,
    string_agg(
        ledger.canonical_line(
            line.account_code, line.currency, line.amount, line.base_amount, line.reference, line.description,
            line.counterparty, line.group_key
        ), ', ' ORDER BY line.line_no
    ) AS lines_without_rates
    FROM assessed_lines AS line
    WHERE position IN (SELECT position FROM assessed_journals WHERE replayed AND problem IS NULL)
    GROUP BY position
) AS request
JOIN assessed_journals AS repeated USING (position)
JOIN ledger.events AS event ON event.tenant_id = %(tenant)s AND event.event_no = repeated.journal_no
WHERE journal.position = request.position AND journal.replayed AND journal.problem IS NULL
    AND event.sha256 <> ALL(ARRAY(
        SELECT ledger.fingerprint(ledger.canonical_journal(
            repeated.journal_id, repeated.entity_id, repeated.base_currency, repeated.effective_date,
            repeated.document_date, repeated.kind, repeated.reverses, repeated.adjustment, form.lines
        ))
        FROM (VALUES (request.lines), (request.lines_without_rates)) AS form (lines)
    ))
