"""What a format is given to read a file with, and what it gives back.

A format reads one *delivery* (a file that stands still while it is read) into Parquet files of the lake that nobody can
see yet, and returns the facts that the manifest needs to make them count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from tieout.config import Entity, Source
from tieout.money import Currencies


@dataclass(frozen=True, slots=True)
class BookAccount:
    """An account of a book: `type` is asset, liability, equity, revenue or expense."""

    entity_id: str
    code: str
    name: str
    type: str


StatementKind = Literal["booked", "interim", "notification"]
"""What a document says of its lines: they are booked (camt.053, MT940), they are so far (camt.052, MT942), or they
explain bookings that a statement shows (camt.054)."""


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """One statement of a file; amounts are minor units of `currency` (None: its lines are in several).

    `kind` is None for a table of lines, which says nothing of itself. `key` is what its source calls it.
    """

    statement_no: int
    key: str
    account: str | None
    currency: str | None
    opening_date: date | None
    opening_balance: int | None
    closing_date: date | None
    closing_balance: int | None
    lines: int
    total: int | None
    kind: StatementKind | None = None


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """Control total of one currency: how many lines, and their sum in minor units (of a book: of its debits)."""

    lines: int
    total: int


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read, and all that reading it may depend on.

    `path` stands still while it is read. `key` is the file's path relative to the workspace. `accounts` are those that
    a book's lines may use: the chart, and what earlier files of this book brought. The files are written to `lines` and
    `refused`; `scratch` is a folder of the reading's own.
    """

    path: Path
    key: str
    source: Source
    entities: tuple[Entity, ...]
    currencies: Currencies
    accounts: tuple[BookAccount, ...]
    scratch: Path

    @property
    def default_entity(self) -> str | None:
        """The legal entity of a row that names none: the source's, or the workspace's only one."""
        only = self.entities[0].id if len(self.entities) == 1 else None
        return self.source.entity or only

    @property
    def lines(self) -> Path:
        """Where the lines go."""
        return self.scratch / "lines.parquet"

    @property
    def refused(self) -> Path:
        """Where the refused rows go; not written when there are none."""
        return self.scratch / "refused.parquet"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file turned out to hold."""

    rows: int
    refused: int
    statements: tuple[StatementFacts, ...]
    totals: Mapping[str, CurrencyTotal]
    accounts: tuple[BookAccount, ...] = ()
    unknown_accounts: tuple[tuple[str, str], ...] = ()
    extra_totals: Mapping[str, int] = field(default_factory=dict)
