"""Which files still are what they were when they were hashed, told without reading them.

A file's size, inode and times of change are its *state*. Every write moves the time of change, but only by the clock's
grain: a write within the same grain as the one before would not show. So a state is remembered only of a file that had
stood still for a while when it was hashed. The status change time counts, too, which no program can set back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.delivery import Delivery
from ingest.manifest import Connection


@dataclass(frozen=True, slots=True)
class Sightings:
    """The tenant's files as they were last hashed: path → (state, sha256)."""

    connection: Connection
    tenant: str
    known: Mapping[str, tuple[str, str]]

    def remember(self, delivery: Delivery) -> None:
        """Remember the file as it was hashed, if it had stood still. The caller commits."""
        seen = (delivery.state, delivery.sha256)
        if delivery.settled and self.known.get(delivery.key) != seen:
            self.connection.execute(
                """
                INSERT INTO ingest.sightings VALUES (%s, %s, %s, %s)
                ON CONFLICT (tenant_id, path) DO UPDATE SET state = excluded.state, sha256 = excluded.sha256
                """,
                (self.tenant, delivery.key, *seen),
            )


def sightings(connection: Connection, tenant: str) -> Sightings:
    """All that is remembered of the tenant's files."""
    rows = connection.execute("SELECT path, state, sha256 FROM ingest.sightings WHERE tenant_id = %s", (tenant,))
    return Sightings(connection, tenant, {path: (state, sha256) for path, state, sha256 in rows.fetchall()})
