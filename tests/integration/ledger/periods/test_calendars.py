"""Calendars in the book: kept as events, fixed with the first close of a year, changed from the year after."""

from datetime import date

import pytest

from ledger.periods import close, periods, reopen
from tieout.config.calendars import FiscalCalendar
from tieout.errors import InputError


def laid_out(bookkeeper):
    rows = bookkeeper.connection.execute(
        "SELECT period, starts, ends FROM ledger.periods WHERE tenant_id = %s ORDER BY ends, adjustment",
        (bookkeeper.tenant,),
    ).fetchall()
    bookkeeper.connection.rollback()
    return rows


def test_setting_the_same_calendar_again_changes_nothing(bookkeeper):
    assert bookkeeper.use(starts="1 january") == 0
    assert bookkeeper.use(starts="6 april") == 1
    assert bookkeeper.use(starts="6 April") == 0


def test_an_entity_without_one_has_the_months_of_its_fiscal_year_start(bookkeeper):
    bookkeeper.connection.execute(
        "UPDATE ledger.entities SET fiscal_year_start = 4 WHERE tenant_id = %s", (bookkeeper.tenant,)
    )
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-03", "ann")
    assert laid_out(bookkeeper)[0] == ("2025-04", date(2025, 4, 1), date(2025, 4, 30))


def test_british_periods_close_on_the_fifth(bookkeeper):
    bookkeeper.use(starts="6 april")
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-05", "ann")
    with pytest.raises(InputError, match=r"period 2026-05 .* the first open date is 2026-05-06"):
        bookkeeper.post("2026-05-05")
    bookkeeper.post("2026-05-06")


def test_periods_of_weeks_close_by_number(bookkeeper):
    bookkeeper.use(kind="4-4-5", ends="last saturday of january")
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-P01", "ann")
    with pytest.raises(InputError, match=r"period 2026-P01 .* the first open date is 2025-02-23"):
        bookkeeper.post("2025-01-26")


def test_a_year_with_a_closed_period_keeps_its_calendar_and_a_changed_one_follows(bookkeeper):
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2025-06", "ann")
    before = laid_out(bookkeeper)
    bookkeeper.use(kind="4-4-5", ends="last saturday of january")
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2025-07", "ann")
    assert laid_out(bookkeeper) == before
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2027-P01", "ann")
    assert laid_out(bookkeeper)[12:14] == [
        ("2026-P12", date(2026, 1, 1), date(2026, 1, 31)),
        ("2027-P01", date(2026, 2, 1), date(2026, 2, 28)),
    ]


def test_a_month_cut_by_a_change_joins_the_next_one_where_its_name_is_taken(bookkeeper):
    bookkeeper.use(starts="6 april")
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-04", "ann")
    bookkeeper.use(starts="1 april")
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-05", "ann")
    assert laid_out(bookkeeper)[11:13] == [
        ("2026-04", date(2026, 3, 6), date(2026, 4, 5)),
        ("2026-05", date(2026, 4, 6), date(2026, 5, 31)),
    ]


def test_a_reopened_period_before_the_first_laid_out_year_is_laid_out_backwards(bookkeeper):
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann")
    reopen(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann", "late")
    reopen(bookkeeper.connection, bookkeeper.tenant, "de", "2025-12", "ann", "later still")
    bookkeeper.post("2025-12-01")
    assert [row[0] for row in laid_out(bookkeeper)][:2] == ["2025-01", "2025-02"]
    found = periods(bookkeeper.connection, bookkeeper.tenant, "de")
    assert [period.status for period in found[10:13]] == ["closed", "reopened", "reopened"]


def test_a_calendar_reads_back_as_it_was_written():
    for calendar in (
        FiscalCalendar(),
        FiscalCalendar(starts="6 april"),
        FiscalCalendar(kind="5-4-4", ends="friday nearest end of december", adjustment_period=True),
    ):
        assert (
            FiscalCalendar.of(calendar.kind, calendar.boundary, adjustment_period=calendar.adjustment_period).boundary
            == calendar.boundary
        )
