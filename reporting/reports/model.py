"""What a report is.

A new report is a new entry in `catalog.py`; the commands, the formats and the as-of build take it from there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from reporting.printing import Column, Kind

Scope = Literal["period", "book", "tenant"]


class ReportColumn(NamedTuple):
    """A column of the mart as the report shows it; `money` is the column that says which currency an amount is in."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    money: str = ""
    on_paper: bool = True

    @property
    def printed(self) -> Column:
        """The column as it is printed."""
        return Column(self.name, self.heading, self.kind, self.on_paper)


@dataclass(frozen=True)
class Report:
    """One report of one mart.

    `scope` says what picks its rows: entity, book and period; entity and book; or the tenant alone. `where` narrows
    them further, `has_basis` is true where the mart has figures on several bases. `group` is a column that stands as
    headings, `weight` one that says what a row is (heading, line, subtotal, total), `depth` how deep it stands.
    `totals` are the columns whose total is shown below, beside `label`; `money` is the column that names the currency.
    `binder_file` is the name of its file in the binder of a close, for reports that belong there; such a name never
    changes, for a close gives the same binder for ever. `line_by_line` reports print every journal line: too many for a
    page of the dashboard, which opens them behind each figure instead.
    """

    name: str
    title: str
    columns: Sequence[ReportColumn]
    order: Sequence[str]
    mart: str = ""
    scope: Scope = "period"
    where: Mapping[str, str] = field(default_factory=dict)
    has_basis: bool = False
    group: str | None = None
    weight: str | None = None
    depth: str | None = None
    totals: Sequence[str] = ()
    label: str = "account_name"
    money: str = "currency"
    binder_file: str = ""
    line_by_line: bool = False

    @property
    def source(self) -> str:
        """The mart that its rows are of: the one of its own name, unless it says another."""
        return self.mart or self.name


def text(name: str, heading: str) -> ReportColumn:
    """A column of words."""
    return ReportColumn(name, heading)


def word(name: str, heading: str) -> ReportColumn:
    """A column of words as programs spell them."""
    return ReportColumn(name, heading, Kind.WORD)


def key(name: str, heading: str) -> ReportColumn:
    """A column for programs: in CSV and spreadsheets, not on paper."""
    return ReportColumn(name, heading, on_paper=False)


def count(name: str, heading: str) -> ReportColumn:
    """A column of whole numbers."""
    return ReportColumn(name, heading, Kind.NUMBER)


def day(name: str, heading: str) -> ReportColumn:
    """A column of dates."""
    return ReportColumn(name, heading, Kind.DAY)


def percent(name: str, heading: str) -> ReportColumn:
    """A column of percentages."""
    return ReportColumn(name, heading, Kind.PERCENT)


def amounts(*named: tuple[str, str], money: str = "currency") -> tuple[ReportColumn, ...]:
    """Columns of amounts in the currency that `money` names."""
    return tuple(ReportColumn(name, heading, Kind.NUMBER, money) for name, heading in named)
