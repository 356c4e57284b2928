"""An entity's periods along the days: those laid out in the book, and beyond them those that its calendar will give."""

import re
from datetime import date
from typing import Any, NamedTuple

import psycopg

from ledger.periods.calendars import calendar_of
from ledger.periods.days import ONE_DAY, FiscalPeriod, adjustment_period, periods_of, year_of
from tieout.config.calendars import FiscalCalendar
from tieout.errors import InputError
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

_NAME = re.compile(r"[12][0-9]{3}-P?[0-9]{2}")


class Timeline(NamedTuple):
    """What is laid out, by its last days; the calendar for the rest; the day through which all is closed, if any is."""

    entity: str
    calendar: FiscalCalendar
    laid: list[FiscalPeriod]
    closed_through: date | None

    def covers(self, day: date) -> bool:
        """Whether the day's period is laid out."""
        return bool(self.laid) and self.laid[0].starts <= day <= self.laid[-1].ends

    def year_at(self, day: date) -> list[FiscalPeriod]:
        """The periods of the fiscal year around a day, in their order; the adjustment period stands last."""
        if self.covers(day):
            fiscal_year = self.at(day).fiscal_year
            year = [period for period in self.laid if period.fiscal_year == fiscal_year]
        else:
            year = self._fitted(periods_of(self.calendar, year_of(self.calendar, day)))
        fiscal_year, last_day = year[-1].fiscal_year, year[-1].ends
        adjustment = adjustment_period(fiscal_year, last_day)
        laid_names = {period.period for period in self.laid}
        still_open = not self.covers(last_day) or self.closed_through is None or last_day > self.closed_through
        if self.calendar.adjustment_period and adjustment.period not in laid_names and still_open:
            year.append(adjustment)
        return year

    def at(self, day: date) -> FiscalPeriod:
        """The period that a day belongs to; adjustments belong to none by their day."""
        periods = self.laid if self.covers(day) else self.year_at(day)
        return next(period for period in periods if period.starts <= day <= period.ends and not period.adjustment)

    def named(self, name: str) -> FiscalPeriod:
        """The period of that name, such as 2026-01, 2026-P01 or 2026-P13.

        Raises:
            InputError: it is no name of a period, or the entity has no such one (the nearest is named).
        """
        if _NAME.fullmatch(name) is None:
            raise InputError(f"'{name}' is not a period: write one such as 2026-01, 2026-P01 or 2026-P13")
        year = int(name[:4])
        around = (date(year, 1, 1), date(year, 1, 15), date(year, 12, 31))
        by_name = {period.period: period for day in around for period in self.year_at(day)}
        by_name |= {period.period: period for period in self.laid}
        if name not in by_name:
            raise InputError(f"entity '{self.entity}' has no period '{name}': {did_you_mean(name, by_name)}")
        return by_name[name]

    def _fitted(self, year: list[FiscalPeriod]) -> list[FiscalPeriod]:
        """A year cut to the days that no laid-out period has: a changed calendar begins, or ends, with a short year."""
        year = [period for period in year if not period.adjustment]
        if not self.laid:
            return year
        first_day, last_day = self.laid[0].starts, self.laid[-1].ends
        if year[-1].ends > last_day:
            year = [period for period in year if period.ends > last_day]
            year[0] = year[0]._replace(starts=max(year[0].starts, last_day + ONE_DAY))
        else:
            year = [period for period in year if period.starts < first_day]
            year[-1] = year[-1]._replace(ends=min(year[-1].ends, first_day - ONE_DAY))
        if len(year) > 1 and year[0].period in {period.period for period in self.laid}:
            year[:2] = [year[1]._replace(starts=year[0].starts)]
        return year


def read_timeline(connection: psycopg.Connection[Any], tenant: str, entity: str) -> Timeline:
    """The entity's periods as the book has them now.

    Raises:
        InputError: there is no such entity.
    """
    key = {"tenant": tenant, "entity": entity}
    calendar = calendar_of(connection, tenant, entity)
    laid = [FiscalPeriod(*row) for row in connection.execute(load_sql("ledger", "period_laid_out"), key).fetchall()]
    pointer = connection.execute(load_sql("ledger", "period_pointer"), key).fetchone()
    return Timeline(entity, calendar, laid, pointer[0] if pointer else None)
