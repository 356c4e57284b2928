"""Functional amounts: rounded once, and so that what balances in its own currency balances in the entity's."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules.base_amounts import base_amounts
from ledger.rules.rounding import ROUNDINGS, rounded

AMOUNTS = st.lists(st.integers(1, 10**14), min_size=1, max_size=8)
RATES = st.fractions(Fraction(1, 10**8), Fraction(10**6), max_denominator=10**9)


@st.composite
def balanced(draw):
    """Lines of one currency whose debits and credits are the same total, in any order."""
    debits, credits_ = draw(AMOUNTS), draw(AMOUNTS)
    more, less = (debits, credits_) if sum(debits) > sum(credits_) else (credits_, debits)
    if sum(more) > sum(less):
        less.append(sum(more) - sum(less))
    return draw(st.permutations([*debits, *(-amount for amount in credits_)]))


@given(balanced(), RATES)
def test_they_sum_to_zero_and_none_is_a_minor_unit_off_or_on_the_other_side(amounts, rate):
    bases = base_amounts(amounts, rate)
    assert sum(bases) == 0
    for amount, base in zip(amounts, bases, strict=True):
        assert abs(base - amount * rate) < 1
        assert base * amount >= 0


@given(st.integers(1, 10**14), RATES)
def test_a_single_line_is_rounded_half_up(amount, rate):
    assert base_amounts([amount, -amount], rate) == [
        rounded(amount * rate, "half_up"),
        -rounded(amount * rate, "half_up"),
    ]


@given(balanced(), RATES)
def test_the_first_debit_and_the_first_credit_are_their_own_rounded_products(amounts, rate):
    bases = base_amounts(amounts, rate)
    for side in (1, -1):
        first = next(place for place, amount in enumerate(amounts) if amount * side > 0)
        assert bases[first] == rounded(amounts[first] * rate, "half_up")


@given(balanced())
def test_at_the_rate_of_one_they_are_the_amounts_themselves(amounts):
    assert base_amounts(amounts, Fraction(1)) == amounts


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        ("5/2", {"half_up": 3, "half_even": 2, "up": 3, "down": 2}),
        ("7/2", {"half_up": 4, "half_even": 4, "up": 4, "down": 3}),
        ("-5/2", {"half_up": -3, "half_even": -2, "up": -3, "down": -2}),
        ("7/3", {"half_up": 2, "half_even": 2, "up": 3, "down": 2}),
        ("-8/3", {"half_up": -3, "half_even": -3, "up": -3, "down": -2}),
        ("4", {"half_up": 4, "half_even": 4, "up": 4, "down": 4}),
    ],
)
def test_each_rounding_does_what_it_says(exact, expected):
    assert {rule: rounded(Fraction(exact), rule) for rule in ROUNDINGS} == expected
