"""What every engine can do for an audit."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa


class Engine(Protocol):
    """A build's database, as an audit uses it."""

    @property
    def url(self) -> str:
        """SQLAlchemy's, without secrets."""

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the driver is given besides, on connecting."""

    @property
    def folders(self) -> Sequence[str]:
        """The folders of evidence, the cheapest way first; the last one, `""`, is the portable way."""

    def schema(self) -> str:
        """The schema of the marts."""

    def localized(self, sql: str) -> str:
        """A claim's or evidence's SQL with this build's names: it says `marts.` for the build."""

    def prepare(self, connection: sa.Connection) -> None:
        """Make ready what the build's views need."""
