"""What is printed: tables of figures under a head that says what they are and how they can be had again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Cell = str | Decimal | int | bool | date | datetime | None
"""One value. A Decimal is printed with exactly the decimals that it has: give it its currency's."""


class Kind(StrEnum):
    """What a column holds, which decides how it is set and what a spreadsheet takes it for."""

    TEXT = "text"
    WORD = "word"  # as programs spell it (`in_transit`): people read it with blanks and a capital
    NUMBER = "number"  # amounts in major units, and counts
    PERCENT = "percent"  # 12.5 is 12.5 %
    DAY = "day"


class Column(NamedTuple):
    """A column: its name in files that programs read, and its heading for people.

    One that is not `on_paper` (a key, a currency that the head names) is in CSV and spreadsheets only.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    on_paper: bool = True


class Weight(StrEnum):
    """How much a row says: one figure among others, the heading above them, or what they come to."""

    LINE = "line"
    HEADING = "heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class Row(NamedTuple):
    """The cells of a row, in the order of the columns; `indent` is how deep it stands in a financial statement."""

    cells: Sequence[Cell]
    weight: Weight = Weight.LINE
    indent: int = 0


@dataclass(frozen=True)
class Table:
    """Rows under one title.

    `group` names a text column whose values become headings where people read; `total` is shown below and is not one of
    the rows that are counted, digested and written as CSV.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    group: str | None = None
    total: Row | None = None
    new_page: bool = False
    note: str = ""


@dataclass(frozen=True)
class Head:
    """What figures are about, and what gives the same ones again.

    `as_of` is the effective date up to which lines count, `known_at` the moment up to which what had arrived counts,
    `run_id` the published run that they are of ("" for figures that were worked out anew).
    """

    title: str
    entity: str
    period: str
    currency: str
    as_of: date
    known_at: datetime
    run_id: str

    def facts(self) -> list[tuple[str, str]]:
        """Name and value of everything but the title, as every format prints it."""
        return [
            ("entity", one_line(self.entity)),
            ("period", one_line(self.period)),
            ("currency", one_line(self.currency)),
            ("as of", self.as_of.isoformat()),
            ("known at", instant(self.known_at)),
            ("run", self.run_id or "none (worked out anew)"),
        ]


@dataclass(frozen=True)
class Words:
    """A text between tables: a heading and paragraphs."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Document:
    """A head and what stands under it."""

    head: Head
    parts: Sequence[Table | Words]

    @property
    def tables(self) -> list[Table]:
        """The tables among the parts."""
        return [part for part in self.parts if isinstance(part, Table)]


def one_line(text: str) -> str:
    """A text without line ends, for a place that has one line."""
    return " ".join(text.split())


def plain_rows(cells: Iterable[Sequence[Cell]]) -> list[Row]:
    """Plain rows."""
    return [Row(tuple(row)) for row in cells]


def instant(moment: datetime) -> str:
    """A moment in UTC, to the microsecond (ISO 8601)."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
