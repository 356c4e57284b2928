"""An entity's months: closed through a day, and which of them were closed or reopened by their own name."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.integration.ledger.machine.outcomes import AnyNo

NEVER = date(1, 1, 1)
MONTHS_OF_A_YEAR = 12


def first_day(month):
    return date.fromisoformat(f"{month}-01")


def last_day(month):
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_after(day):
    return f"{last_day(f'{day:%Y-%m}') + timedelta(days=1):%Y-%m}"


@dataclass(frozen=True)
class Months:
    """`named` is each month's last move under its own name, `once_closed` those that any close has covered."""

    through: date = NEVER
    named: Mapping[str, str] = field(default_factory=dict)
    farthest: date = NEVER
    years: tuple[int, ...] = ()
    closes: int = 0
    reopens: int = 0

    def is_closed(self, day):
        return day <= self.through

    def status(self, month):
        """A month that a close has covered once, by its own name or not, is closed or reopened, never open again."""
        if self.is_closed(last_day(month)):
            return "closed"
        return "reopened" if last_day(month) <= self.farthest else "open"

    @property
    def laid_out(self):
        """The months written down: whole years without a gap."""
        return MONTHS_OF_A_YEAR * len(self.years)

    def _years_with(self, month):
        known = (*self.years, first_day(month).year)
        return tuple(range(min(known), max(known) + 1))

    def close(self, month, days_with_journals):
        """The months after the close and whether it changed them, or why it is refused."""
        if self.is_closed(last_day(month)):
            return self, False
        if any(self.through < day < first_day(month) for day in days_with_journals):
            return AnyNo({"earlier_open"})
        return replace(
            self,
            through=last_day(month),
            farthest=max(self.farthest, last_day(month)),
            named={**self.named, month: "close"},
            years=self._years_with(month),
            closes=self.closes + 1,
        ), True

    def reopen(self, month):
        """The same for a reopening: those that were closed by name after it come first."""
        status = self.status(month)
        if status == "open":
            return AnyNo({"not_closed"})
        if status == "reopened":
            return self, False
        if any(move == "close" and other > month for other, move in self.named.items()):
            return AnyNo({"later_closed"})
        return replace(
            self,
            through=first_day(month) - timedelta(days=1),
            named={**self.named, month: "reopen"},
            years=self._years_with(month),
            reopens=self.reopens + 1,
        ), True
