"""The waterfall is the proof drawn: its steps lead from the left total exactly to the right total."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.waterfall import Explanation, _axis, steps_of

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)
KINDS = ("transit", "difference", "exception")


@given(amounts, amounts, st.tuples(amounts, amounts, amounts))
def test_the_last_explanation_ends_at_the_right_total(
    left: Decimal, matched: Decimal, values: tuple[Decimal, Decimal, Decimal]
) -> None:
    explanations = [Explanation(kind, kind, value) for kind, value in zip(KINDS, values, strict=True)]
    steps = steps_of(left, matched, explanations, left - sum(values), 2)
    assert steps[-2].after == steps[-1].after


@given(amounts, amounts, st.tuples(amounts, amounts, amounts))
def test_every_step_is_drawn_inside_the_axis(
    left: Decimal, matched: Decimal, values: tuple[Decimal, Decimal, Decimal]
) -> None:
    explanations = [Explanation(kind, kind, value) for kind, value in zip(KINDS, values, strict=True)]
    steps = steps_of(left, matched, explanations, left - sum(values), 2)
    low, high = _axis(steps)
    assert low < high
    assert all(step.high <= high for step in steps)
    assert all(step.low >= low for step in steps if step.low != 0)


def test_small_steps_on_large_totals_are_made_visible_by_an_axis_above_zero() -> None:
    steps = steps_of(
        Decimal(1_000_000), Decimal(999_000), [Explanation("In transit", "transit", Decimal(600))], Decimal(999_400), 2
    )
    low, high = _axis(steps)
    assert low > 900_000
    assert Decimal(600) / (high - low) > Decimal("0.1")


def test_an_explanation_that_lowers_the_level_is_written_with_a_minus() -> None:
    steps = steps_of(Decimal(10), Decimal(8), [Explanation("Exceptions", "exception", Decimal(2))], Decimal(8), 2)
    assert [step.written for step in steps] == ["10.00", "8.00", "\N{MINUS SIGN}2.00", "8.00"]
