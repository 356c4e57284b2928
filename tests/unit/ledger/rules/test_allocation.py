"""An allocation never loses a unit, whatever is divided and however."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules.allocation import Fixed, Ratio, Remaining, by_quota, evenly, split
from tieout.errors import InputError

WHOLES = st.integers(0, 2**63 - 1)


@st.composite
def divisions(draw):
    """A whole, fixed parts that fit into it, and ratios that fit into one, with or without `remaining`."""
    whole = draw(WHOLES)
    fixed, left = [], whole
    for _ in range(draw(st.integers(0, 3))):
        fixed.append(draw(st.integers(0, left)))
        left -= fixed[-1]
    weights = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
    ratios = [Ratio(Fraction(weight, sum(weights))) for weight in weights]
    if draw(st.booleans()):
        ratios[draw(st.integers(0, len(ratios) - 1))] = Remaining()
    return whole, draw(st.permutations([*map(Fixed, fixed), *ratios])), left


@given(divisions())
def test_the_parts_sum_to_the_whole_and_none_is_negative(division):
    whole, shares, _ = division
    parts = split(whole, shares)
    assert sum(parts) == whole
    assert min(parts) >= 0


@given(divisions())
def test_a_fixed_part_is_exact_and_a_ratio_less_than_a_unit_off(division):
    whole, shares, left = division
    for share, part in zip(shares, split(whole, shares), strict=True):
        if isinstance(share, Fixed):
            assert part == share.minor
        if isinstance(share, Ratio):
            assert abs(part - share.of_whole * left) < 1


@given(WHOLES, st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_a_larger_share_never_gets_less(whole, weights):
    parts = split(whole, [Ratio(Fraction(weight, sum(weights))) for weight in weights])
    by_weight = sorted(zip(weights, parts, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(by_weight) if a[0] < b[0])


@given(WHOLES, st.integers(1, 1200))
def test_equal_parts_sum_to_the_whole_and_the_first_are_larger_by_one_at_most(whole, count):
    parts = evenly(whole, count)
    assert (sum(parts), len(parts)) == (whole, count)
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def test_left_over_units_go_to_the_largest_fractions_and_of_equals_to_the_first():
    assert split(100, [Ratio(Fraction(1, 3))] * 3) == [34, 33, 33]
    assert split(100, [Ratio(Fraction(1, 6)), Ratio(Fraction(2, 3)), Remaining()]) == [17, 67, 16]
    assert by_quota(2, [Fraction(1, 10), Fraction(9, 10), Fraction(1)]) == [0, 1, 1]


def test_fixed_parts_come_off_before_ratios():
    assert split(1000, [Ratio(Fraction(1, 2)), Fixed(100), Remaining()]) == [450, 100, 450]


@pytest.mark.parametrize(
    ("whole", "shares", "said"),
    [
        (-1, [Remaining()], "negative amount"),
        (10, [Fixed(-1), Remaining()], "negative amount"),
        (10, [Fixed(11), Remaining()], "more than the whole"),
        (10, [Ratio(Fraction(2, 3)), Ratio(Fraction(1, 2))], "more than the whole"),
        (10, [Ratio(Fraction(-1, 3)), Remaining()], "cannot be negative"),
        (10, [Remaining(), Remaining()], "only one part"),
        (10, [Ratio(Fraction(1, 3)), Ratio(Fraction(1, 3))], "some of the whole over"),
        (10, [Fixed(4), Fixed(5)], "some of the whole over"),
    ],
)
def test_what_cannot_make_up_the_whole_is_refused(whole, shares, said):
    with pytest.raises(InputError, match=said):
        split(whole, shares)
