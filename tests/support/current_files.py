"""The files of the lake that count now, as the tests of ingestion look at them."""

from dataclasses import dataclass

import psycopg

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


def current_files(connection: psycopg.Connection, tenant: str) -> list[CurrentFile]:
    """The tenant's files that count now, in the order in which they came."""
    rows = connection.execute(_CURRENT, (tenant,)).fetchall()
    return [
        CurrentFile(file_id, source, kind, form, path, lines, refused, tuple(current), len(current) == all_of_them)
        for file_id, source, kind, form, path, lines, refused, current, all_of_them in rows
    ]
