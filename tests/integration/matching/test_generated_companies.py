"""Companies with a mistake in one item of ten: no confirmed match is wrong, and each mistake is found as what it is."""

import random
from datetime import date
from pathlib import Path

import pytest

from sample import generate_cohort, marts_of
from sample.truth import Comparison, compare
from tests.support.matching_build import build_workspace
from tests.support.rounds import SEED, rounds

COMPANIES = rounds(range(11, 13), random.Random(SEED).sample(range(10**6), 20))


@pytest.mark.soak
def test_no_match_is_wrong_in_any_company_when_one_item_in_ten_is(server_root: Path) -> None:
    members = generate_cohort(server_root / "cohort", COMPANIES, journals=1000, discrepancies=0.1)
    marts = build_workspace(server_root, server_root / "cohort", as_of=date(2026, 10, 31))
    for name, sample in members.items():
        with marts_of(marts, name) as own:
            comparison = compare(own, sample.truth)
        assert sum(score.planted for score in comparison.scores) > 100
        assert comparison.confirmed > 900
        assert comparison.flawless, f"{name}: {_mistakes(comparison)}"


def _mistakes(comparison: Comparison) -> str:
    taken = [f"{row.times} {row.planted} as {row.found}" for row in comparison.confusion if row.planted != row.found]
    return f"{comparison.wrong_matches} matches wrong, {comparison.missed_matches} missed; {', '.join(taken)}"
