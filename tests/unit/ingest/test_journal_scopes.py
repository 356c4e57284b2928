"""Scopes of journal ids as SQL say what the ledger's calendar of periods says, day by day."""

from datetime import date, timedelta

import duckdb
import pytest

from ingest.journal_scopes import journal_scope_sql
from ledger.periods.days import periods_of, year_of
from tieout.config import Entity, Source

CALENDARS = {
    "calendar years": {},
    "from april": {"fiscal_year_start": 4},
    "from 6 april": {"fiscal_calendar": {"starts": "6 april"}},
    "from 29 february": {"fiscal_calendar": {"starts": "29 february"}},
    "from 31 january": {"fiscal_calendar": {"starts": "31 january"}},
    "weeks to the last saturday": {"fiscal_calendar": {"kind": "4-4-5", "ends": "last saturday of january"}},
    "weeks to the nearest": {"fiscal_calendar": {"kind": "5-4-4", "ends": "saturday nearest end of december"}},
}
DAYS = [date(2019, 11, 1) + timedelta(days=number) for number in range(2800)]


def entity(name, **calendar):
    return Entity(id=name, name=name, currency="EUR", **calendar)


def scopes(scope, entities, rows):
    source = Source(id="books", kind="book", format="journal_csv", path="in/*", journal_id_scope=scope)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE lines (no INTEGER, entity_id VARCHAR, kind VARCHAR, date DATE)")
        connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", [(no, *row) for no, row in enumerate(rows)])
        sql = journal_scope_sql(source, entities, "date")
        return [scope for (scope,) in connection.execute(f"SELECT {sql} FROM lines ORDER BY no").fetchall()]


@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS)
def test_a_day_is_of_the_year_and_period_that_the_ledger_knows(calendar):
    of = entity("de", **calendar)
    rows = [("de", None, day) for day in DAYS]
    years = {year: periods_of(of.calendar, year) for year in range(2018, 2030)}
    expected = [year_of(of.calendar, day) for day in DAYS]
    assert scopes("fiscal_year", [of], rows) == [str(year) for year in expected]
    assert scopes("fiscal_period", [of], rows) == [
        next(period.period for period in years[year] if period.starts <= day <= period.ends)
        for day, year in zip(DAYS, expected, strict=True)
    ]


def test_each_entity_has_its_own_year():
    entities = [entity("de"), entity("uk", fiscal_calendar={"starts": "6 april"})]
    rows = [("de", None, date(2026, 4, 6)), ("uk", None, date(2026, 4, 5)), ("uk", None, date(2026, 4, 6))]
    assert scopes("fiscal_year", entities, rows) == ["2026", "2026", "2027"]


def test_kinds_tell_ids_apart_alone_or_within_a_year():
    rows = [("de", "sales", date(2026, 4, 6)), ("de", None, date(2026, 4, 6))]
    assert scopes("kind", [entity("de")], rows) == ["sales", ""]
    assert scopes(("kind", "fiscal_year"), [entity("de")], rows) == ["2026/sales", "2026"]


def test_ids_of_a_book_are_one_series():
    assert scopes("book", [entity("de")], [("de", "sales", date(2026, 4, 6))]) == ["book"]
