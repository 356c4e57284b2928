"""The private schemas of a build."""

import hashlib
from dataclasses import dataclass
from typing import Any, Self

import psycopg
from psycopg import sql

_KINDS = ("raw", "lake", "staging", "intermediate", "state", "marts")


@dataclass(frozen=True)
class BuildSchemas:
    """The names of a tenant's build: the same in every run, so that the next one finds what a crash left.

    Tenants that share a server never meet: a run holds its tenant's lock for as long as its schemas stand.
    """

    prefix: str

    @classmethod
    def of(cls, tenant: str) -> Self:
        """The schemas of a tenant's builds."""
        return cls(f"build_{hashlib.sha256(tenant.encode()).hexdigest()[:10]}_")

    @property
    def raw(self) -> str:
        """What the loader brings."""
        return f"{self.prefix}raw"

    @property
    def lake(self) -> str:
        """The lake's lines and the match log, copied."""
        return f"{self.prefix}lake"

    @property
    def marts(self) -> str:
        """What is audited and published."""
        return f"{self.prefix}marts"

    @property
    def all(self) -> tuple[str, ...]:
        """Every schema that a build makes."""
        return tuple(f"{self.prefix}{kind}" for kind in _KINDS)

    def drop(self, connection: psycopg.Connection[Any]) -> None:
        """Remove the build, if there is one; commits."""
        names = sql.SQL(", ").join(map(sql.Identifier, self.all))
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(names))
        connection.commit()
