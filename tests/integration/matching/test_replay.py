"""Days one by one lead to what all at once does: what is settled early is what would have been found late.

Deliveries overlap: each has, besides its own days, the last days of the one before it, as exports of banks do.
"""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from tests.integration.matching.test_matching_laws import cases, every_line_is_in_one_place, nothing_is_unexplained
from tests.support.daily import Replay
from tests.support.matching_build import Built, Case
from tests.support.replaying import Runs
from tests.support.rounds import rounds

LATER = date(2026, 12, 1)
_TENANTS = count(1)


@pytest.mark.soak
@settings(max_examples=rounds(1, 20), phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(cases, st.integers(0, 3))
def test_days_one_by_one_confirm_what_all_at_once_confirms(server_root: Path, drawn: list[Case], overlap: int) -> None:
    assume(any(case.left and case.right for case in drawn))
    replay = Replay({f"c{number}": case for number, case in enumerate(drawn)})
    at_once = start(server_root, replay)
    replay.deliver_all(at_once.root)
    whole = at_once.run(LATER)
    daily = start(server_root, replay)
    for day in replay.days:
        replay.deliver(daily.root, day, since=day - timedelta(days=overlap))
        if not ends_a_batch(replay, day):
            continue
        built = daily.run(day)
        nothing_is_unexplained(built)
        built.marts.close()
    last = daily.run(LATER)
    nothing_is_unexplained(last)
    every_line_is_in_one_place(last)
    for name, case in replay.cases.items():
        note(f"{name}: {case}")
        assert last.matches(name) == whole.matches(name)
        assert last.types(name) == whole.types(name)
    assert proof(last) == proof(whole)


def ends_a_batch(replay: Replay, day: date) -> bool:
    """Five days arrive together: a run sees days of its own and days before it, in few builds."""
    return day == replay.days[-1] or (day - replay.days[0]).days % 5 == 4


def start(server_root: Path, replay: Replay) -> Runs:
    number = next(_TENANTS)
    root = server_root / f"replay{number}"
    replay.configure(root, f"replay{number}")
    return Runs(server_root, root, dict(replay.cases))


def proof(built: Built) -> list[tuple[object, ...]]:
    return built.rows(
        "SELECT * EXCLUDE (tenant_id) FROM marts.reconciliation_summary ORDER BY reconciliation, currency"
    )
