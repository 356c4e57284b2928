"""A whole spread over months: what is recognised, or written off, at each month's end."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from ledger.rules.allocation import evenly
from tieout.errors import InputError

MOST_MONTHS = 1200
_LAST_YEAR = 9999


class Month(NamedTuple):
    """The last day of a month, its share of the whole and what is left after it, in minor units."""

    end: date
    share: int
    left: int


def monthly(whole: int, months: int, start: date) -> list[Month]:
    """Equal shares for so many months, the first of them the month of `start`; the shares sum to `whole`.

    Amounts are minor units. Units that do not come out even go one by one to the first months.

    Raises:
        InputError: the whole is not above zero, or the last month is after the last year that a date has.
    """
    if whole <= 0:
        raise InputError("the amount to spread over months must be more than zero")
    if start.year + months // 12 + 1 > _LAST_YEAR:
        raise InputError(f"{months} months from {start} end after the year {_LAST_YEAR}")
    spread, left = [], whole
    for number, share in enumerate(evenly(whole, months)):
        left -= share
        spread.append(Month(_month_end(start, number), share, left))
    return spread


def _month_end(start: date, later: int) -> date:
    years, month = divmod(start.month - 1 + later, 12)
    year = start.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])
