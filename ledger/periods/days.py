"""The days of a calendar: which periods a fiscal year has, computed from the calendar alone.

A fiscal year is named by the calendar year in which it ends; a week calendar's by the year of the month that its rule
names, since a year that ends on the Saturday nearest to 31 December may end on 1 January, and the next one with it. A
monthly period is named by the month in which it ends (`2026-05` for 6 April to 5 May), a period of weeks by its number.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from tieout.config.calendars import WEEKS, FiscalCalendar, YearEnd, YearStart

PERIODS = 12
ONE_DAY = timedelta(days=1)

_WEEK = 7
_HALF_A_WEEK = 3


class FiscalPeriod(NamedTuple):
    """A period's days, both ends included; an adjustment period is the one last day of its fiscal year."""

    period: str
    fiscal_year: int
    starts: date
    ends: date
    adjustment: bool


def year_of(calendar: FiscalCalendar, day: date) -> int:
    """The fiscal year that a day belongs to."""
    near = (day.year, day.year + 1, day.year - 1)
    return next(year for year in near if _first_day(calendar, year) <= day < _first_day(calendar, year + 1))


def periods_of(calendar: FiscalCalendar, fiscal_year: int) -> list[FiscalPeriod]:
    """The twelve periods of a fiscal year in their order, and the adjustment period where the calendar has one."""
    starts = _starts(calendar, fiscal_year)
    ends = [start - ONE_DAY for start in (*starts[1:], _first_day(calendar, fiscal_year + 1))]
    monthly = calendar.year_end is None
    periods = [
        FiscalPeriod(
            f"{end:%Y-%m}" if monthly else f"{fiscal_year:04}-P{number:02}", fiscal_year, start, end, adjustment=False
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]
    return [*periods, adjustment_period(fiscal_year, ends[-1])] if calendar.adjustment_period else periods


def adjustment_period(fiscal_year: int, last_day: date) -> FiscalPeriod:
    """Period 13 of a fiscal year that ends on that day."""
    return FiscalPeriod(f"{fiscal_year:04}-P13", fiscal_year, last_day, last_day, adjustment=True)


def _first_day(calendar: FiscalCalendar, fiscal_year: int) -> date:
    if calendar.year_end is not None:
        return _last_day(calendar.year_end, fiscal_year - 1) + ONE_DAY
    start = calendar.year_start or YearStart(1, 1)
    return _month_start(start, fiscal_year if start == (1, 1) else fiscal_year - 1, 0)


def _starts(calendar: FiscalCalendar, fiscal_year: int) -> list[date]:
    first = _first_day(calendar, fiscal_year)
    if calendar.year_end is None:
        start = calendar.year_start or YearStart(1, 1)
        return [_month_start(start, first.year, number) for number in range(PERIODS)]
    weeks = WEEKS[calendar.kind] * 4
    return [first + timedelta(weeks=sum(weeks[:number])) for number in range(PERIODS)]


def _month_start(start: YearStart, year: int, months_later: int) -> date:
    """The first day of a year's nth month; in a month without such a day its last."""
    years, month = divmod(start.month - 1 + months_later, PERIODS)
    days_in_month = monthrange(year + years, month + 1)[1]
    return date(year + years, month + 1, min(start.day, days_in_month))


def _last_day(end: YearEnd, year: int) -> date:
    month_end = date(year, end.month, monthrange(year, end.month)[1])
    latest = month_end + _HALF_A_WEEK * ONE_DAY if end.nearest else month_end
    return latest - timedelta(days=(latest.weekday() - end.weekday) % _WEEK)
