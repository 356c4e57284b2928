"""A build in a schema of a PostgreSQL database."""

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

    def schema(self) -> str:
        """Where every mart of the build is."""
        return self.build.schema

    def localized(self, sql: str) -> str:
        """The build's schema in the place of `marts`."""
        return _MARTS.sub(f"{identifier(self.build.schema)}.", sql)

    def prepare(self, connection: sa.Connection) -> None:
        """Nothing to do: what views read is in the same database."""
