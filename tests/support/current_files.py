"""The files of the lake that count now, as the tests of ingestion look at them."""

from dataclasses import dataclass

import psycopg

from ingest.lake import snapshot

_CURRENT = f"""
    WITH statements AS ({snapshot.STATEMENTS})
    SELECT f.file_id, f.source, f.kind, f.format, f.path, f.lines_path, f.refused_path,
           array_agg(s.statement_no ORDER BY s.statement_no) FILTER (WHERE s.is_current),
           count(s.statement_no)
    FROM ingest.files AS f
    JOIN statements AS s USING (file_id)
    WHERE f.tenant_id = %(tenant)s AND f.status = 'accepted'
    GROUP BY f.tenant_id, f.file_id
    HAVING bool_or(s.is_current)
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
    sources = [source for (source,) in connection.execute("SELECT DISTINCT source FROM ingest.files").fetchall()]
    given = {"tenant": tenant, "sources": sources, "known_at": "infinity"}
    rows = connection.execute(_CURRENT, given).fetchall()
    return [
        CurrentFile(file_id, source, kind, form, path, lines, refused, tuple(current), len(current) == all_of_them)
        for file_id, source, kind, form, path, lines, refused, current, all_of_them in rows
    ]
