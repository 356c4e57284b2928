"""Figures are written exactly: no digit is lost, none is invented, and a negative one shows."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tieout import figures

minor_units = st.integers(min_value=-(10**18), max_value=10**18)
scales = st.integers(min_value=0, max_value=9)


@given(minor_units, scales)
def test_a_written_amount_reads_back_as_the_same_amount(minor: int, scale: int) -> None:
    value = Decimal(minor).scaleb(-scale)
    written = figures.amount(value, scale)
    assert Decimal(written.replace(",", "").replace(figures.MINUS, "-")) == value


@given(minor_units, scales)
def test_an_amount_has_exactly_its_currencys_decimals(minor: int, scale: int) -> None:
    _, _, decimals = figures.amount(Decimal(minor).scaleb(-scale), scale).partition(".")
    assert len(decimals) == scale


@given(minor_units)
def test_only_an_amount_below_zero_is_marked_negative(minor: int) -> None:
    assert figures.is_negative(figures.amount(Decimal(minor).scaleb(-2), 2)) == (minor < 0)


def test_thousands_are_grouped_and_the_minus_is_a_true_minus() -> None:
    assert figures.amount(Decimal("-1234567.500000000"), 2) == "\N{MINUS SIGN}1,234,567.50"


def test_digits_beyond_the_currencys_scale_are_shown_not_rounded_away() -> None:
    assert figures.amount(Decimal("0.005000000"), 2) == "0.005"


def test_a_currency_without_decimals_has_no_point() -> None:
    assert figures.amount(Decimal("1200.000000000"), 0) == "1,200"


def test_a_rate_just_below_one_is_not_shown_as_one_hundred_percent() -> None:
    assert figures.ratio(Decimal("0.999996")) == "99.99\N{NO-BREAK SPACE}%"
    assert figures.ratio(Decimal("1.000000000")) == "100.00\N{NO-BREAK SPACE}%"
    assert figures.ratio(Decimal("1.000004")) == "100.01\N{NO-BREAK SPACE}%"


def test_a_rate_is_rounded_half_up_as_a_fee_is() -> None:
    rates = {"0.032062": "3.21", "0.997549": "99.75", "0.00005": "0.01", "-0.00005": f"{figures.MINUS}0.01"}
    assert {rate: figures.ratio(Decimal(rate)) for rate in rates} == {
        rate: f"{written}\N{NO-BREAK SPACE}%" for rate, written in rates.items()
    }


def test_a_key_figure_is_written_by_its_unit() -> None:
    value = Decimal("1.000000000")
    assert [figures.key_figure(value, unit, 2) for unit in ("ratio", "amount", "count", "days")] == [
        "100.00\N{NO-BREAK SPACE}%",
        "1.00",
        "1",
        "1 day",
    ]


def test_what_is_absent_is_an_en_dash_not_a_zero() -> None:
    written = (figures.amount(None, 2), figures.ratio(None), figures.count(None), figures.day(None), figures.text(""))
    assert written == (figures.NONE,) * 5


def test_dates_and_periods_are_written_with_the_months_name() -> None:
    assert (figures.day(date(2026, 3, 1)), figures.period("2026-03")) == ("1 Mar 2026", "March 2026")
    assert (figures.period("2026-P03"), figures.period("2026-P13")) == ("period 3 of 2026", "adjustments of 2026")


def test_a_hash_is_cut_and_a_readable_id_is_not() -> None:
    assert figures.short_id("0b44d078e205ed2711c82164e8d0c1c9") == "0b44d078\N{HORIZONTAL ELLIPSIS}"
    assert figures.short_id("J-2026-000123") == "J-2026-000123"
