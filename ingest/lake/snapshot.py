"""What the warehouse reads of the manifest: files, statements and the accounts that books brought.

Each is a SELECT with the parameters `tenant` and `sources`; paths are relative to the lake. `is_current` tells what
counts: of each statement the highest version, of each path the last file that it brought.
"""

STATEMENTS = """
SELECT statements.file_id, statements.statement_no, statements.source, statements.account, statements.currency,
    statements.opening_balance AS opening, statements.closing_date, statements.closing_balance AS closing,
    statements.statement_key, current.file_id IS NOT NULL AS is_current
FROM ingest.statements AS statements
LEFT JOIN ingest.current_statements AS current USING (tenant_id, source, statement_key, version)
WHERE statements.tenant_id = %(tenant)s AND statements.source = ANY(%(sources)s)
"""

FILES = """
SELECT files.file_id, files.source, files.kind, files.path, files.sha256, files.status, files.reason, files.rows,
    files.refused, files.received_at, files.lines_path, files.refused_path,
    NOT EXISTS (
        SELECT 1 FROM ingest.files AS later
        WHERE later.tenant_id = files.tenant_id AND later.source = files.source
            AND later.path = files.path AND later.file_id > files.file_id
    ) AS is_current
FROM ingest.files AS files
WHERE files.tenant_id = %(tenant)s AND files.source = ANY(%(sources)s)
"""

BOOK_ACCOUNTS = """
SELECT source, entity_id, code, name, type
FROM ingest.book_accounts
WHERE tenant_id = %(tenant)s AND source = ANY(%(sources)s)
"""
