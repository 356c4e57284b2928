-- What one batch of journals says of itself; a journal whose rows disagree is refused, never guessed.
INSERT INTO staged_journals (
    position, journal_id, entity_id, effective_date, document_date, kind, problem, culprit
)
SELECT position, journal_id, entity, date, document_date, kind,
    CASE
        WHEN journal_id = '' THEN 'missing_journal_id'
        WHEN entity IS NULL THEN 'missing_entity'
        WHEN entity <> last_entity THEN 'mixed_entities'
        WHEN date <> last_date THEN 'mixed_dates'
        WHEN kind <> last_kind THEN 'mixed_kinds'
        WHEN document_date <> last_document_date THEN 'mixed_dates'
    END,
    CASE
        WHEN entity <> last_entity THEN entity || ', ' || last_entity
        WHEN date <> last_date THEN date || ', ' || last_date
        WHEN kind <> last_kind THEN kind || ', ' || last_kind
        WHEN document_date <> last_document_date THEN document_date || ', ' || last_document_date
    END
FROM (
    SELECT journal.position, journal.journal_id,
        min(row.entity) AS entity, max(row.entity) AS last_entity,
        min(row.date) AS date, max(row.date) AS last_date,
        min(row.kind) AS kind, max(row.kind) AS last_kind,
        min(row.document_date) AS document_date, max(row.document_date) AS last_document_date
    FROM file_journals AS journal
    JOIN file_rows AS row
        ON row.row_no BETWEEN %(first_row)s AND %(last_row)s AND row.journal_id = journal.journal_id
    WHERE journal.position BETWEEN %(first)s AND %(last)s
    GROUP BY journal.position, journal.journal_id
) AS stated
