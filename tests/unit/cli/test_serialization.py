"""The number in the CSV, in the JSON and on the screen is the one that the marts hold."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cli.serialization import exact, print_json
from cli.terminal import amount

CELLS = st.integers(-(10**38) + 1, 10**38 - 1).map(lambda digits: Decimal(f"{digits}E-9"))


@given(CELLS)
def test_any_amount_of_a_mart_is_printed_to_the_last_digit(cell):
    text = exact(cell)
    assert Decimal(text) == cell
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


@given(CELLS)
def test_the_screen_shows_the_same_amount(cell):
    assert Decimal(amount(cell).replace(",", "").replace("−", "-")) == cell


def test_zero_is_zero():
    assert (exact(Decimal("0E-9")), amount(Decimal("0E-9")), amount(None)) == ("0", "0.00", "")


def test_amounts_in_json_are_text_and_days_are_iso(capsys):
    print_json({"a": Decimal("1.500000000"), "d": date(2026, 1, 2), "t": datetime(2026, 1, 2, tzinfo=UTC), "n": None})
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"a": "1.5", "d": "2026-01-02", "t": "2026-01-02T00:00:00+00:00", "n": None}
