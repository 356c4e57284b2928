"""A build in a schema of a PostgreSQL database, always made from nothing and always looked at as a whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict

from expectations.model import PostgresBuild
from tieout.sql_text import identifier

_MARTS = re.compile(r"(?<![\w.\"{])marts\.(?=\w)")


@dataclass(frozen=True)
class Postgres:
    """The schema; evidence goes to temporary tables of the audit's own session."""

    build: PostgresBuild

    @property
    def url(self) -> str:
        """The driver's name only: where and as whom stands in the arguments."""
        return "postgresql+psycopg://"

    @property
    def arguments(self) -> Mapping[str, Any]:
        """The connection string's parts, as libpq reads them."""
        return {**conninfo_to_dict(self.build.conninfo), "application_name": "tieout audit"}

    @property
    def folders(self) -> Sequence[str]:
        """The portable way."""
        return ("",)

    @property
    def doubts(self) -> str | None:
        """None: there is no hash that both sides of such a question could be weighted by as cheaply."""
        return None

    def schema(self, mart: str) -> str:  # noqa: ARG002 - all marts are looked at as a whole
        """The build's only one."""
        return self.build.schema

    def whole(self) -> str:
        """The build's only one."""
        return self.build.schema

    def localized(self, sql: str) -> str:
        """The build's schema in the place of `marts`."""
        return _MARTS.sub(f"{identifier(self.build.schema)}.", sql.replace("{new}", "marts"))

    def prepare(self, connection: sa.Connection) -> None:
        """Nothing to do: what views read is in the same database."""

    def keep(self, connection: sa.Connection, names: Sequence[str]) -> None:
        """Nothing to do: the next build does not carry on from this one."""
