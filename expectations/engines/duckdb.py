"""A build in a DuckDB file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from expectations.model import AuditRequest
from tieout.errors import InputError
from tieout.sql_text import identifier, literal

BYTES_FOR_ONE_THREAD = 100_000_000
"""Of a build's file, which has 20 MB for a company of 20,000 journals."""


@dataclass(frozen=True)
class DuckDB:
    """The file, opened read only."""

    request: AuditRequest
    file: Path

    def __post_init__(self) -> None:
        if self.file.stem == "marts":
            raise InputError(f"a build cannot be called {self.file.name}: its schema `marts` would be ambiguous")

    @property
    def url(self) -> str:
        """The file's."""
        return f"duckdb:///{self.file.absolute()}"

    @property
    def arguments(self) -> Mapping[str, Any]:
        """Nothing of the build is changed; in a small one threads cost a query more than they give it."""
        is_small = self.file.exists() and self.file.stat().st_size < BYTES_FOR_ONE_THREAD
        return {"read_only": True, "config": {"threads": 1} if is_small else {}}

    @property
    def folders(self) -> Sequence[str]:
        """Hashes, and the portable way."""
        return ("duckdb", "")

    def schema(self) -> str:
        """`marts`, in every file."""
        return "marts"

    def localized(self, sql: str) -> str:
        """`marts.` stands as it is."""
        return sql

    def prepare(self, connection: sa.Connection) -> None:
        """Attach the files that views of the build read."""
        for name, path in self.request.attachments.items():
            connection.exec_driver_sql(f"attach {literal(path.absolute())} as {identifier(name)} (read_only)")
        connection.commit()
