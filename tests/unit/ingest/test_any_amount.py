from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabular.amounts import Amount, AmountStyle
from tests.support.rounds import rounds

SCALES = st.sampled_from([0, 2, 3, 8])
MINOR = st.integers(-(10**17), 10**17)
STYLES = st.sampled_from([(".", None), (",", None), (".", ","), (",", "."), (".", " "), (".", "'"), (",", " ")])


def read(text, scale, decimal, thousands, *, rounding=False):
    """What the SQL makes of one text: minor units, or None when it is refused."""
    amount = Amount("f_a", str(scale), AmountStyle(decimal, thousands, rounding))
    levels = (amount.shape(), amount.digits(), amount.minor())
    query = "SELECT ?::VARCHAR AS f_a"
    for level in levels:
        query = f"SELECT *, {', '.join(level)} FROM ({query})"
    minor, refused = duckdb.execute(
        f"SELECT f_a_minor, f_a_bad OR f_a_long OR {amount.large()} FROM ({query})", [text]
    ).fetchone()
    return None if refused else minor


def render(minor, scale, decimal, thousands, sign):
    digits = f"{abs(minor):0{scale + 1}d}"
    whole, fraction = (digits[:-scale], digits[-scale:]) if scale else (digits, "")
    if thousands:
        whole = f"{int(whole):,}".replace(",", thousands)
    number = whole + (decimal + fraction if fraction else "")
    if minor >= 0:
        return number
    return {"before": f"-{number}", "after": f"{number}-", "round": f"({number})"}[sign]


SIGNS = st.sampled_from(["before", "after", "round"])


@pytest.mark.soak
@settings(max_examples=rounds(100, 3000), deadline=None)
@given(MINOR, SCALES, STYLES, SIGNS)
def test_an_amount_written_as_declared_is_read_exactly(minor, scale, style, sign):
    assert read(render(minor, scale, *style, sign), scale, *style) == minor


@pytest.mark.soak
@settings(max_examples=rounds(100, 3000), deadline=None)
@given(MINOR, st.sampled_from([0, 2, 8]), STYLES, STYLES, SIGNS)
def test_an_amount_written_otherwise_is_read_right_or_refused_never_wrong(minor, scale, written, declared, sign):
    assert read(render(minor, scale, *written, sign), scale, *declared) in (minor, None)


@pytest.mark.soak
@settings(max_examples=rounds(100, 3000), deadline=None)
@given(st.text(alphabet="0123456789.,-+()' eENaInf", max_size=12), SCALES, STYLES)
def test_any_text_is_an_exact_decimal_or_refused(text, scale, style):
    minor = read(text, scale, *style)
    if minor is not None:
        plain = text.replace(style[1], "") if style[1] else text
        plain = plain.replace(style[0], ".").strip("()+").rstrip("-")
        assert abs(Decimal(plain)).scaleb(scale) == abs(minor)


@pytest.mark.soak
@settings(max_examples=rounds(100, 3000), deadline=None)
@given(st.decimals(-(10**9), 10**9, places=6), st.sampled_from([0, 2, 3]))
def test_rounding_is_half_to_even(amount, scale):
    expected = int(amount.scaleb(scale).quantize(Decimal(1), rounding="ROUND_HALF_EVEN"))
    assert read(f"{amount:f}", scale, ".", None, rounding=True) == expected
