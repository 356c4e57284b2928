"""A build in a DuckDB file, which may have grown out of one that was audited before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from expectations.model import GROWING, AuditRequest
from tieout.errors import InputError
from tieout.sql_text import identifier, literal


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
        """Nothing of the build is changed."""
        return {"read_only": True}

    @property
    def folders(self) -> Sequence[str]:
        """What the last audit counted, what rows tell of themselves, hashes, and the portable way."""
        return ("since", "told", "duckdb", "") if self.request.since else ("told", "duckdb", "")

    @property
    def doubts(self) -> str | None:
        """Weighted sums over all rows, at a fraction of what finding one costs."""
        return "doubts"

    def schema(self, mart: str) -> str:
        """The largest marts are looked at where they are new."""
        return self.request.rows if mart in GROWING else self.whole()

    def whole(self) -> str:
        """`marts`, in every file."""
        return "marts"

    def localized(self, sql: str) -> str:
        """`marts.` stands as it is."""
        since = str(self.request.since).replace("'", "''")
        return sql.replace("{new}", self.request.rows).replace("{since}", since)

    def prepare(self, connection: sa.Connection) -> None:
        """Attach the files that views of the build read."""
        for name, path in self.request.attachments.items():
            connection.exec_driver_sql(f"attach {literal(path.absolute())} as {identifier(name)} (read_only)")
        connection.commit()

    def keep(self, connection: sa.Connection, names: Sequence[str]) -> None:
        """Write the sums into the folder that the request names."""
        folder = self.request.keep
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            file = folder.absolute() / f"{name}.parquet"
            connection.exec_driver_sql(f"copy {name} to {literal(file)} (format parquet)")
        connection.commit()
