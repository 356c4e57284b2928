"""Which files still are what they were when they were hashed, found out without reading them.

A file's size, inode and times of change are its *stat*. Every write moves the time of change, but only by the clock's
grain: a write within the same grain as the one before would not show. So a stat is remembered only of a file that had
been left alone for a while when it was hashed. The status change time counts, too, which no program can set back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.delivery import Delivery
from ingest.manifest import Connection


@dataclass(frozen=True, slots=True)
class FileStatCache:
    """The tenant's files as they were last hashed, `by_path`: path → (stat, sha256)."""

    connection: Connection
    tenant: str
    by_path: Mapping[str, tuple[str, str]]

    def remember(self, delivery: Delivery) -> None:
        """Remember the file as it was hashed, if it had been left alone. The caller commits."""
        entry = (delivery.stat, delivery.sha256)
        if delivery.left_alone and self.by_path.get(delivery.key) != entry:
            self.connection.execute(
                """
                INSERT INTO ingest.sightings VALUES (%s, %s, %s, %s)
                ON CONFLICT (tenant_id, path) DO UPDATE SET state = excluded.state, sha256 = excluded.sha256
                """,
                (self.tenant, delivery.key, *entry),
            )


def load_file_stats(connection: Connection, tenant: str) -> FileStatCache:
    """All that is remembered of the tenant's files."""
    rows = connection.execute("SELECT path, state, sha256 FROM ingest.sightings WHERE tenant_id = %s", (tenant,))
    return FileStatCache(connection, tenant, {path: (stat, sha256) for path, stat, sha256 in rows.fetchall()})
