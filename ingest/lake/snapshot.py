"""What the warehouse reads of the manifest: files, statements and the accounts that books brought.

Each is a SELECT with the parameters `tenant`, `sources` and `known_at`; paths are relative to the lake. Files that came
after that moment ('infinity': never) are not there yet.

`is_current` of a file says that its path brought no other since. A statement is current unless it was restated: by the
same file read anew, or by one with the same number *and* the same opening balance, for numbers restart. What is only so
far (interim, notification) restates nothing: which of its lines count, the days of booked statements say. A table of
lines has its path for a number, and restates what the path had, whatever its balances.
"""

STATEMENTS = """
SELECT statements.file_id, statements.statement_no, statements.source, statements.kind, statements.account,
    statements.currency, statements.opening_date, statements.opening_balance AS opening, statements.closing_date,
    statements.closing_balance AS closing, statements.statement_key,
    files.file_id < max(files.file_id) OVER (PARTITION BY files.source, files.sha256) AS was_read_anew,
    files.file_id = max(files.file_id) OVER (PARTITION BY files.source, files.sha256)
    AND (
        coalesce(statements.kind IN ('interim', 'notification'), false)
        OR statements.version = max(statements.version)
            OVER (
                PARTITION BY statements.source, statements.statement_key,
                    CASE WHEN statements.statement_key <> files.path THEN statements.opening_balance END
            )
    ) AS is_current
FROM ingest.statements AS statements
INNER JOIN ingest.files AS files USING (tenant_id, file_id)
WHERE statements.tenant_id = %(tenant)s AND statements.source = ANY(%(sources)s)
    AND files.received_at <= %(known_at)s::timestamptz
"""

FILES = """
SELECT files.file_id, files.source, files.kind, files.path, files.sha256, files.status, files.reason, files.rows,
    files.refused, files.received_at, files.lines_path, files.refused_path,
    NOT EXISTS (
        SELECT 1 FROM ingest.files AS later
        WHERE later.tenant_id = files.tenant_id AND later.source = files.source
            AND later.path = files.path AND later.file_id > files.file_id
            AND later.received_at <= %(known_at)s::timestamptz
    ) AS is_current
FROM ingest.files AS files
WHERE files.tenant_id = %(tenant)s AND files.source = ANY(%(sources)s)
    AND files.received_at <= %(known_at)s::timestamptz
"""

BOOK_ACCOUNTS = """
SELECT source, entity_id, code, name, type
FROM ingest.book_accounts
WHERE tenant_id = %(tenant)s AND source = ANY(%(sources)s)
"""
