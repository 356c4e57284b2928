"""Money is exact: whatever goes in comes out, and what does not fit is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.errors import InputError
from tieout.money import (
    CRYPTO_SCALES,
    MAX_SCALE,
    WITHDRAWN_SCALES,
    Currencies,
    iso_scales,
    to_major,
    to_minor,
)

SCALES = st.integers(0, MAX_SCALE)
MINORS = st.integers(-(2**63), 2**63 - 1)


@given(MINORS, SCALES)
def test_minor_to_major_and_back_is_the_same_amount(minor, scale):
    assert to_minor(to_major(minor, scale), scale) == minor


@given(MINORS, SCALES, st.integers(1, 9))
def test_trailing_zeros_are_no_extra_decimals(minor, scale, zeros):
    text = f"{to_major(minor, scale):f}"
    text = text if "." in text else f"{text}."
    assert to_minor(Decimal(text + "0" * zeros), scale) == minor


@given(MINORS, SCALES, st.integers(1, 9))
def test_a_digit_too_many_is_refused(minor, scale, digit):
    with pytest.raises(InputError, match=r"has more than the|is not an amount"):
        to_minor(Decimal(minor * 10 + digit).scaleb(-scale - 1), scale)


@given(MINORS, MINORS, SCALES)
def test_sums_of_minor_units_are_sums_of_amounts(one, other, scale):
    assert to_major(one, scale) + to_major(other, scale) == to_major(one + other, scale)


@pytest.mark.parametrize(
    ("amount", "minor"), [("0.005", 0), ("0.015", 2), ("-0.005", 0), ("-0.015", -2), ("0.0051", 1), ("2.675", 268)]
)
def test_half_even_rounds_only_where_the_source_says_so(amount, minor):
    assert to_minor(Decimal(amount), 2, rounding="half_even") == minor
    with pytest.raises(InputError):
        to_minor(Decimal(amount), 2)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_amount(amount):
    with pytest.raises(InputError):
        to_minor(Decimal(amount), 2)


@pytest.mark.parametrize(("code", "scale"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("BTC", 8), ("ETH", 9)])
def test_currencies_have_their_own_scale(code, scale):
    assert Currencies.of().scale(code) == scale


@pytest.mark.parametrize(("code", "scale"), [("DEM", 2), ("FRF", 2), ("ATS", 2), ("ITL", 0), ("BEF", 0), ("TRL", 0)])
def test_withdrawn_currencies_have_the_scale_that_they_had(code, scale):
    assert Currencies.of().scale(code) == scale


def test_a_currency_in_use_keeps_its_own_scale_and_a_workspaces_unit_wins():
    assert not WITHDRAWN_SCALES.keys() & (iso_scales().keys() | CRYPTO_SCALES.keys())
    assert Currencies.of({"DEM": 4}).scale("DEM") == 4


@pytest.mark.parametrize(("typo", "suggestion"), [("EURO", "EUR"), ("DEN", "ERN"), ("GBF", "GBP"), ("ATZ", "AZN")])
def test_no_withdrawn_currency_is_suggested(typo, suggestion):
    assert f"did you mean '{suggestion}'?" in Currencies.of().suggestion(typo)


def test_a_balance_of_every_crypto_asset_fits_a_bigint():
    issued = {"BTC": 21_000_000, "ETH": 125_000_000}
    assert all(amount * 10 ** CRYPTO_SCALES[code] < 2**63 for code, amount in issued.items())


def test_an_unknown_currency_names_the_nearest():
    with pytest.raises(InputError, match="unknown currency 'EUX': did you mean 'EUR'"):
        Currencies.of().scale("EUX")


def test_a_very_wrong_currency_does_not_list_two_hundred():
    with pytest.raises(InputError) as raised:
        Currencies.of().scale("1234")
    assert len(str(raised.value)) < 200


def test_own_units_win_over_the_defaults():
    assert Currencies.of({"POINTS": 0, "ETH": 8}).scale("ETH") == 8
    assert Currencies.of({"POINTS": 0}).scale("POINTS") == 0
