"""The days of calendars, against calendars that companies published and against a count of the days themselves."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.periods.days import periods_of, year_of
from tieout.config.calendars import MONTHS, WEEKDAYS, WEEKS, FiscalCalendar

DAY = timedelta(days=1)
RETAIL = FiscalCalendar(kind="4-5-4", ends="saturday nearest end of january")
APPLE = FiscalCalendar(kind="5-4-4", ends="last saturday of september")
BRITISH = FiscalCalendar(starts="6 april")

LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
month_calendars = st.integers(0, 11).flatmap(
    lambda month: st.integers(1, LAST_DAYS[month]).map(lambda day: FiscalCalendar(starts=f"{day} {MONTHS[month]}"))
)
week_calendars = st.builds(
    lambda kind, form, weekday, month: FiscalCalendar(kind=kind, ends=form.format(weekday, month)),
    st.sampled_from(sorted(WEEKS)),
    st.sampled_from(["last {} of {}", "{} nearest end of {}"]),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(MONTHS),
)
calendars = month_calendars | week_calendars
years = st.integers(1900, 2200)


def days_of(calendar, fiscal_year):
    periods = periods_of(calendar, fiscal_year)
    return periods[0].starts, periods[-1].ends


def month_end(day):
    return (day.replace(day=1) + 31 * DAY).replace(day=1) - DAY


@given(calendars, years)
def test_periods_tile_the_days_from_year_to_year(calendar, year):
    periods = [period for fiscal_year in range(year, year + 4) for period in periods_of(calendar, fiscal_year)]
    assert all(later.starts == earlier.ends + DAY for earlier, later in itertools.pairwise(periods))
    assert all(period.starts <= period.ends for period in periods)
    assert len(periods) == 48
    assert len({period.period for period in periods}) == 48


@given(calendars, st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_is_in_the_year_that_claims_it(calendar, day):
    first, last = days_of(calendar, year_of(calendar, day))
    assert first <= day <= last


@given(month_calendars, years)
def test_a_month_calendar_turns_on_its_day_or_on_the_last_of_a_shorter_month(calendar, year):
    """Counted day by day: a new period begins where the day of the month says so, and nowhere else."""
    _, expected = calendar.year_start
    first, last = days_of(calendar, year)
    walked = [first + number * DAY for number in range((last - first).days + 1)]
    turns = [day for day in walked if day.day == min(expected, month_end(day).day)]
    assert [period.starts for period in periods_of(calendar, year)] == turns


@given(month_calendars, years)
def test_a_month_and_its_year_are_named_by_their_last_day(calendar, year):
    for period in periods_of(calendar, year):
        assert period.period == period.ends.isoformat()[:7]
    assert period.ends.year == period.fiscal_year == year


@given(week_calendars, years)
def test_a_week_calendar_has_its_weeks_and_a_53rd_only_in_its_last_period(calendar, year):
    weeks = [((period.ends - period.starts).days + 1) / 7 for period in periods_of(calendar, year)]
    regular = [int(count) for count in calendar.kind.split("-")] * 4
    assert weeks in (regular, [*regular[:-1], regular[-1] + 1])


@given(week_calendars, years)
def test_a_week_calendar_ends_on_its_weekday_by_its_rule(calendar, year):
    _, last = days_of(calendar, year)
    words = calendar.ends.split()
    assert last.strftime("%A").lower() == (words[0] if "nearest" in words else words[1])
    if "nearest" in words:
        near = [month_end(last), last.replace(day=1) - DAY]
        end = min(near, key=lambda day: abs(day - last))
        assert abs(end - last) <= 3 * DAY
    else:
        end = last
        assert (last + 7 * DAY).month != last.month
    assert (end.strftime("%B").lower(), end.year) == (words[-1], year)


@given(calendars, years)
def test_an_adjustment_period_is_its_years_last_day_and_changes_no_other(calendar, year):
    *others, last = periods_of(calendar.model_copy(update={"adjustment_period": True}), year)
    assert others == periods_of(calendar, year)
    assert last == (f"{year}-P13", year, others[-1].ends, others[-1].ends, True)


@pytest.mark.parametrize(
    ("calendar", "year", "first", "last", "weeks"),
    [
        (RETAIL, 2013, "2012-01-29", "2013-02-02", 53),  # the National Retail Federation's "2012"
        (RETAIL, 2018, "2017-01-29", "2018-02-03", 53),
        (RETAIL, 2023, "2022-01-30", "2023-01-28", 52),
        (RETAIL, 2024, "2023-01-29", "2024-02-03", 53),
        (RETAIL, 2025, "2024-02-04", "2025-02-01", 52),
        (APPLE, 2017, "2016-09-25", "2017-09-30", 53),
        (APPLE, 2022, "2021-09-26", "2022-09-24", 52),
        (APPLE, 2023, "2022-09-25", "2023-09-30", 53),
        (APPLE, 2024, "2023-10-01", "2024-09-28", 52),
    ],
)
def test_years_of_weeks_as_published(calendar, year, first, last, weeks):
    assert days_of(calendar, year) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (date.fromisoformat(last) - date.fromisoformat(first) + DAY).days == weeks * 7


def test_the_retail_year_of_2024_month_by_month():
    starts = ["02-04", "03-03", "04-07", "05-05", "06-02", "07-07", "08-04", "09-01", "10-06", "11-03", "12-01"]
    periods = periods_of(RETAIL, 2025)
    assert [f"{period.starts:%m-%d}" for period in periods[:11]] == starts
    assert periods[11] == ("2025-P12", 2025, date(2025, 1, 5), date(2025, 2, 1), False)


def test_the_53rd_week_of_the_retail_year_of_2023_is_in_its_last_period():
    assert periods_of(RETAIL, 2024)[11][2:4] == (date(2023, 12, 31), date(2024, 2, 3))


def test_a_year_that_ends_on_the_first_of_january_is_not_the_next_years():
    calendar = FiscalCalendar(kind="4-4-5", ends="saturday nearest end of december")
    assert days_of(calendar, 2021)[1] == date(2022, 1, 1)
    assert days_of(calendar, 2022)[1] == date(2022, 12, 31)
    assert year_of(calendar, date(2022, 1, 1)) == 2021


def test_the_british_tax_year_runs_from_6_april_to_5_april():
    assert days_of(BRITISH, 2027) == (date(2026, 4, 6), date(2027, 4, 5))
    assert periods_of(BRITISH, 2027)[0] == ("2026-05", 2027, date(2026, 4, 6), date(2026, 5, 5), False)
    assert periods_of(BRITISH, 2027)[-1].period == "2027-04"


@pytest.mark.parametrize(
    ("year", "last"), [(2023, date(2023, 2, 28)), (2024, date(2024, 2, 29)), (1900, date(1900, 2, 28))]
)
def test_a_year_before_march_ends_on_the_leap_day(year, last):
    assert days_of(FiscalCalendar(starts="1 march"), year)[1] == last


def test_the_calendar_year_is_the_default():
    periods = periods_of(FiscalCalendar(), 2026)
    assert [period.period for period in periods] == [f"2026-{month:02}" for month in range(1, 13)]
    assert (periods[0].starts, periods[-1].ends) == (date(2026, 1, 1), date(2026, 12, 31))
