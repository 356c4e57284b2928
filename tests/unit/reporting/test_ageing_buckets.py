"""The buckets of an ageing hold every number of days, and each in one of them only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reporting.ageing_buckets import buckets_table
from tieout.config import Config
from tieout.config.ageing import Ageing, Terms

limits = st.lists(st.integers(1, 3650), min_size=1, max_size=8, unique=True).map(sorted)


def _config(**terms: Terms) -> Config:
    entity = {"id": "e", "name": "E", "currency": "EUR"}
    return Config.model_validate({"tenant": "t", "entities": [entity], "ageing": Ageing(**terms)})


@given(limits, st.integers(-5000, 5000))
def test_every_number_of_days_is_in_one_bucket(days: list[int], overdue: int) -> None:
    table = buckets_table(_config(receivable=Terms(buckets=tuple(days))))
    found = [row[3] for row in table.rows if row[0] == "receivable" and row[4] <= overdue <= row[5]]
    assert len(found) == 1
    assert (found == ["current"]) == (overdue <= 0)
    assert (found == [f"over {days[-1]}"]) == (overdue > days[-1])


def test_buckets_are_named_by_the_days_that_they_hold() -> None:
    table = buckets_table(_config())
    names = [row[3] for row in table.rows if row[0] == "payable"]
    assert names == ["current", "1-30", "31-60", "61-90", "over 90"]


@pytest.mark.parametrize("buckets", [(30, 30), (60, 30), (0, 30), ()])
def test_buckets_that_do_not_rise_are_refused(buckets: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        Terms(buckets=buckets)
