"""What tieout.yml accepts as a schedule, Dagster accepts too: a run never fails because of it."""

import pytest
from dagster._utils.schedules import is_valid_cron_string
from hypothesis import given
from hypothesis import strategies as st

from tieout.config.cron import MACROS, cron_error

PARTS = st.sampled_from(
    ["*", "*/2", "0", "7", "1-5", "5-1", "0,30", "31", "60", "mon", "jan", "MON-fri", "feb,apr", "*/0", "?", "1/3", ""]
)


@pytest.mark.parametrize("cron", ["0 6 * * *", "*/15 8-18 * * mon-fri", "0 6 1,15 * *", "0 6 29 feb *", *MACROS])
def test_usual_schedules_are_accepted(cron):
    assert cron_error(cron) is None


@pytest.mark.parametrize(
    ("cron", "mistake"),
    [
        ("0 6 * *", "has 4 fields instead of five"),
        ("0 25 * * *", "'25' is no hour (0 to 23"),
        ("0 6 0 * *", "'0' is no day of month"),
        ("0 6 * foo *", "'foo' is no month"),
        ("0 6 31 2 *", "never comes: no such month has a day 31"),
    ],
)
def test_a_schedule_that_never_starts_is_refused_with_the_reason(cron, mistake):
    assert mistake in cron_error(cron)


@given(st.lists(PARTS, min_size=4, max_size=6))
def test_whatever_is_accepted_dagster_accepts(parts):
    cron = " ".join(parts)
    assert cron_error(cron) is not None or is_valid_cron_string(cron)
