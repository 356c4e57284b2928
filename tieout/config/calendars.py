"""Fiscal calendars: how an entity cuts its years into periods, as `fiscal_calendar:` in tieout.yml says it.

Two families. A *month* calendar has twelve monthly periods from any first day (the British tax year: `6 april`). A
*week* calendar (retail, manufacturing) makes quarters of 4, 4 and 5 whole weeks in some order, so that periods compare;
its year ends on one weekday, by one of two customs: the last such day of a month, or the one nearest to the month's
end. Such a year has 52 weeks, and every five or six years 53: the last period takes the week. Either may have a
thirteenth, *adjustment* period, dated at the year's last day, for an auditor's corrections after the twelfth is closed.
"""

import re
from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}

_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = re.compile(r"(\d{1,2}) (\w+)")
_WEEKDAY = re.compile(r"last (?P<last>\w+) of (?P<of>\w+)|(?P<nearest>\w+) nearest end of (?P<end>\w+)")


class YearStart(NamedTuple):
    """The first day of a month calendar's year; a day that a month lacks is that month's last."""

    month: int
    day: int


class YearEnd(NamedTuple):
    """The last day of a week calendar's year: a weekday (0 is Monday), the month's last or the nearest to its end."""

    month: int
    weekday: int
    nearest: bool


def _read_start(text: str) -> YearStart | None:
    found = _DAY.fullmatch(text)
    if found is None or found[2] not in MONTHS:
        return None
    month, day = MONTHS.index(found[2]) + 1, int(found[1])
    return YearStart(month, day) if 1 <= day <= _LAST_DAYS[month - 1] else None


def _read_end(text: str) -> YearEnd | None:
    found = _WEEKDAY.fullmatch(text)
    weekday, month = (found["last"] or found["nearest"], found["of"] or found["end"]) if found else ("", "")
    if found is None or weekday not in WEEKDAYS or month not in MONTHS:
        return None
    return YearEnd(MONTHS.index(month) + 1, WEEKDAYS.index(weekday), found["nearest"] is not None)


def _checked(read: Callable[[str], object], expected: str) -> Callable[[str], str]:
    """A validator that gives the words in one spelling."""

    def check(text: str) -> str:
        words = " ".join(text.lower().split()).removeprefix("0")
        if read(words) is None:
            raise PydanticCustomError("fiscal_calendar", "{expected}", {"expected": expected})
        return words

    return check


class FiscalCalendar(BaseModel):
    """One entity's calendar; the default is the calendar year in months, without an adjustment period."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["month", "4-4-5", "4-5-4", "5-4-4"] = "month"
    starts: Annotated[str, AfterValidator(_checked(_read_start, "write the first day as in '6 april'"))] | None = None
    ends: (
        Annotated[
            str,
            AfterValidator(
                _checked(_read_end, "write 'last saturday of january' or 'saturday nearest end of january'"),
            ),
        ]
        | None
    ) = None
    adjustment_period: bool = False

    @model_validator(mode="after")
    def _has_the_boundary_of_its_kind(self) -> Self:
        valid, other = ("starts", "ends") if self.kind == "month" else ("ends", "starts")
        if getattr(self, other) is not None:
            raise PydanticCustomError(
                "fiscal_calendar",
                "a calendar of kind '{kind}' has '{valid}', not '{other}'",
                {"kind": self.kind, "valid": valid, "other": other},
            )
        if self.kind != "month" and self.ends is None:
            raise PydanticCustomError(
                "fiscal_calendar",
                "a calendar of kind '{kind}' needs 'ends', such as 'last saturday of january'",
                {"kind": self.kind},
            )
        return self

    @classmethod
    def of(cls, kind: str, boundary: str, *, adjustment_period: bool) -> Self:
        """The calendar of that kind whose year starts, or ends, as `boundary` says."""
        side = "starts" if kind == "month" else "ends"
        return cls.model_validate({"kind": kind, side: boundary, "adjustment_period": adjustment_period})

    @property
    def boundary(self) -> str:
        """What fixes the year, in words: its first day (month calendars) or its last (week calendars)."""
        return self.ends or self.starts or "1 january"

    @property
    def year_start(self) -> YearStart | None:
        """The first day of a month calendar's year; None for week calendars."""
        return _read_start(self.boundary)

    @property
    def year_end(self) -> YearEnd | None:
        """The last day of a week calendar's year; None for month calendars."""
        return _read_end(self.boundary)

    @property
    def first_month(self) -> int:
        """The calendar month (1 to 12) with which the year begins, or that is nearest to its beginning."""
        if self.year_end is not None:
            return self.year_end.month % 12 + 1
        return self.year_start.month if self.year_start is not None else 1
