"""Postings by day, by Python and by raw SQL."""

from datetime import date

import psycopg
import pytest

from ledger.periods import set_calendars
from ledger.posting import post
from tieout.config.calendars import FiscalCalendar


class Bookkeeper:
    """What a bookkeeper of entity `de` does; days are ISO texts."""

    def __init__(self, books, journal):
        self.books, self.journal = books, journal
        self.connection, self.tenant = books.connection, books.tenant

    def post(self, day, *, name=None, connection=None, **fields):
        request = self.journal(name or f"J-{day}", date=date.fromisoformat(day), **fields)
        return post(connection or self.connection, self.tenant, [request])

    def post_raw(self, day, *, adjustment=False, connection=None):
        connection = connection or self.connection
        number = connection.execute("SELECT nextval('ledger.event_numbers')").fetchone()[0]
        connection.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES (%s, %s, 1, '1000', 'EUR', 5, 5), (%s, %s, 2, '4000', 'EUR', -5, -5)",
            (self.tenant, number) * 2,
        )
        connection.execute(
            "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date, adjustment)"
            " VALUES (%s, %s, %s, 'de', 'EUR', %s, %s)",
            (self.tenant, number, f"raw-{number}", day, adjustment),
        )

    def event_raw(self, action, period, connection=None, **columns):
        columns = {
            "tenant_id": self.tenant,
            "entity_id": "de",
            "action": action,
            "period": period,
            "by_whom": "owner",
            "reason": "by hand",
        } | columns
        (connection or self.connection).execute(
            f"INSERT INTO ledger.period_events ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
            tuple(columns.values()),
        )

    def use(self, **calendar):
        with self.connection.transaction():
            return set_calendars(self.connection, self.tenant, {"de": FiscalCalendar(**calendar)})


@pytest.fixture
def bookkeeper(books, journal):
    return Bookkeeper(books, journal)


@pytest.fixture
def refused():
    def expect(sqlstate):
        return pytest.raises(psycopg.Error, check=lambda error: error.sqlstate == sqlstate)

    return expect
