"""`fiscal_calendar:` as a person writes it."""

import pytest
from pydantic import ValidationError

from tieout.config.calendars import FiscalCalendar


@pytest.mark.parametrize(
    ("given", "boundary"),
    [
        ({}, "1 january"),
        ({"starts": "6 April"}, "6 april"),
        ({"starts": " 06  april "}, "6 april"),
        ({"starts": "29 february"}, "29 february"),
        ({"kind": "4-4-5", "ends": "Last Saturday of January"}, "last saturday of january"),
        ({"kind": "4-5-4", "ends": "saturday nearest end of january"}, "saturday nearest end of january"),
    ],
)
def test_words_are_read_in_one_spelling(given, boundary):
    assert FiscalCalendar(**given).boundary == boundary


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"starts": "april 6"}, "write the first day as in '6 april'"),
        ({"starts": "31 april"}, "write the first day as in '6 april'"),
        ({"starts": "30 february"}, "write the first day as in '6 april'"),
        ({"starts": "0 april"}, "write the first day as in '6 april'"),
        ({"kind": "4-4-5", "ends": "last day of january"}, "write 'last saturday of january' or"),
        ({"kind": "4-4-5", "ends": "saturday nearest january"}, "write 'last saturday of january' or"),
        ({"kind": "4-4-5"}, "a calendar of kind '4-4-5' needs 'ends', such as 'last saturday of january'"),
        ({"kind": "4-4-5", "starts": "1 april"}, "a calendar of kind '4-4-5' has 'ends', not 'starts'"),
        ({"ends": "last friday of may"}, "a calendar of kind 'month' has 'starts', not 'ends'"),
    ],
)
def test_a_mistake_says_what_to_write(given, message):
    with pytest.raises(ValidationError) as error:
        FiscalCalendar(**given)
    assert message in error.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("calendar", "month"),
    [
        (FiscalCalendar(), 1),
        (FiscalCalendar(starts="6 april"), 4),
        (FiscalCalendar(kind="4-4-5", ends="last saturday of january"), 2),
        (FiscalCalendar(kind="4-4-5", ends="last saturday of december"), 1),
    ],
)
def test_a_calendar_reports_its_first_month(calendar, month):
    assert calendar.first_month == month
