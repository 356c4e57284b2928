"""What the warehouse reads of the lake: the accepted files, and which statements of each are current.

All of it is one consistent view when it is read in one REPEATABLE READ transaction. Paths are relative to the lake.
"""

from dataclasses import dataclass

from ingest.manifest import Connection

FILES = """
    SELECT tenant_id, file_id, source, kind, format, path, sha256, bytes, status, reason, rows, refused, lines_path,
           refused_path, control_totals, run_id, received_at
    FROM ingest.files
    WHERE tenant_id = %(tenant)s
    ORDER BY file_id
"""

STATEMENTS = """
    SELECT s.tenant_id, s.source, s.file_id, s.statement_no, s.statement_key, s.version, s.account, s.currency,
           s.opening_date, s.opening_balance, s.closing_date, s.closing_balance, s.lines, s.total,
           current.version IS NOT NULL AS is_current
    FROM ingest.statements AS s
    LEFT JOIN ingest.current_statements AS current USING (tenant_id, source, statement_key, version)
    WHERE s.tenant_id = %(tenant)s
    ORDER BY s.file_id, s.statement_no
"""

BOOK_ACCOUNTS = """
    SELECT tenant_id, source, entity_id, code, name, type, file_id
    FROM ingest.book_accounts
    WHERE tenant_id = %(tenant)s
    ORDER BY source, entity_id, code
"""

RAW = {"files": FILES, "statements": STATEMENTS, "book_accounts": BOOK_ACCOUNTS}

_CURRENT = """
    SELECT f.file_id, f.source, f.kind, f.format, f.path, f.lines_path, f.refused_path,
           coalesce(array_agg(c.statement_no ORDER BY c.statement_no) FILTER (WHERE c.version IS NOT NULL), '{}'),
           count(s.statement_no)
    FROM ingest.files AS f
    JOIN ingest.statements AS s USING (tenant_id, file_id)
    LEFT JOIN ingest.current_statements AS c
        ON c.tenant_id = s.tenant_id AND c.file_id = s.file_id AND c.statement_no = s.statement_no
    WHERE f.tenant_id = %s AND f.status = 'accepted'
    GROUP BY f.tenant_id, f.file_id
    HAVING count(c.statement_no) > 0
    ORDER BY f.file_id
"""


@dataclass(frozen=True, slots=True)
class CurrentFile:
    """A file of the lake that holds current statements: `statements` are their numbers, `complete` if that is all.

    A file of which every statement was restated is not here: its rows no longer count.
    """

    file_id: int
    source: str
    kind: str
    format: str
    path: str
    lines_path: str
    refused_path: str | None
    statements: tuple[int, ...]
    complete: bool


def current_files(connection: Connection, tenant: str) -> list[CurrentFile]:
    """The tenant's files that count now, in the order in which they came."""
    rows = connection.execute(_CURRENT, (tenant,)).fetchall()
    return [
        CurrentFile(file_id, source, kind, form, path, lines, refused, tuple(current), len(current) == all_of_them)
        for file_id, source, kind, form, path, lines, refused, current, all_of_them in rows
    ]
