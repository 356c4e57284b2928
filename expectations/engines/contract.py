"""What every engine can be asked."""

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

    @property
    def doubts(self) -> str | None:
        """The folder of questions that make finding unnecessary, where the engine has cheap ones."""

    def schema(self, mart: str) -> str:
        """The schema in which a mart's rows are looked at."""

    def whole(self) -> str:
        """The schema with all rows of every mart."""

    def localized(self, sql: str) -> str:
        """A claim's or evidence's SQL with this build's names: it says `marts.` for the build, `{new}` for new rows."""

    def prepare(self, connection: sa.Connection) -> None:
        """Make ready what the build's views need."""

    def keep(self, connection: sa.Connection, names: Sequence[str]) -> None:
        """Leave what was counted for the audit of the next build, where one is to be made that carries on from it."""
