"""Fiscal periods: which days make one, which are closed, and who closed them, when and why.

A *period* is a stretch of days whose statements are handed out as a whole. Once it is closed nothing can be posted
into it: what arrives late is posted into the first open day, and stands there for everybody to see. The law is
PostgreSQL's (`migrations/0012_periods.sql`); a close and a posting that race cannot both win. An entity's closed days
are shown by one pointer, "closed through": closing moves it forward over a whole period, reopening takes it back before
one, both leave an event. Adjustment periods (13) have a pointer of their own.
"""

from ledger.periods.calendars import set_calendars
from ledger.periods.closed import ClosedDays, closed_days
from ledger.periods.closing import PeriodState, close, reopen
from ledger.periods.layout import lay_out
from ledger.periods.listing import Period, locked_with, period_of, periods, periods_through

__all__ = [
    "ClosedDays",
    "Period",
    "PeriodState",
    "close",
    "closed_days",
    "lay_out",
    "locked_with",
    "period_of",
    "periods",
    "periods_through",
    "reopen",
    "set_calendars",
]
