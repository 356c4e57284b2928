"""How a figure is written: exactly, in its currency's decimals, and so that a negative one cannot be overlooked.

A figure stays a Decimal until it is text. Thousands are grouped by commas; a negative figure starts with a true minus
sign (U+2212), which the style sheet also colours. The command line, the dashboard and digests all write by this module,
so that a figure reads the same wherever it stands.
"""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"
LONGEST_ID = 16
SHORT_ID = 8
PERCENT_STEP = Decimal("0.01")
WHOLE = Decimal("100.00")


def amount(value: Decimal | None, scale: int) -> str:
    """An amount in major units with `scale` decimals; digits beyond the scale are shown, never rounded away."""
    if value is None:
        return NONE
    last_digit = Decimal(1).scaleb(-scale)
    cut = value.quantize(last_digit, rounding=ROUND_DOWN)
    exact = cut if cut == value else value.normalize()
    return _signed(exact)


def ratio(value: Decimal | None) -> str:
    """A ratio (0 to 1) as a percentage of two decimals, rounded half up as prices and fees are: 0.032062 is "3.21 %".

    Only a whole is written as a whole: 0.99996 is "99.99 %", for a match rate of 100 % says that nothing is left over.
    """
    if value is None:
        return NONE
    percent = (value * 100).quantize(PERCENT_STEP, rounding=ROUND_HALF_UP)
    if percent == WHOLE and value != 1:
        percent += PERCENT_STEP if value > 1 else -PERCENT_STEP
    return f"{_signed(percent)}\N{NO-BREAK SPACE}%"


def key_figure(value: Decimal | None, unit: str, scale: int) -> str:
    """A value of mart `kpis` by its unit: ratio, amount, count or days; `scale` is that of an amount's currency."""
    if unit == "amount":
        return amount(value, scale)
    return {"ratio": ratio, "days": days}.get(unit, count)(value)


def count(value: Decimal | int | None) -> str:
    """A whole number with grouped thousands."""
    return NONE if value is None else _signed(Decimal(int(value)))


def days(value: Decimal | int | None) -> str:
    """A number of days, with its word."""
    return NONE if value is None else counted(value, "day")


def counted(value: Decimal | int, noun: str) -> str:
    """A number of things: 1 day, 2 days."""
    return f"{count(value)} {noun}{'' if int(value) == 1 else 's'}"


def day(value: date | None) -> str:
    """A date as an accountant reads it: 31 Mar 2026."""
    return NONE if value is None else f"{value.day} {value:%b %Y}"


def period(name: str) -> str:
    """A fiscal period in words: March 2026; of weeks: period 3 of 2026; the thirteenth: adjustments of 2026."""
    year, _, number = name.partition("-")
    if number == "P13":
        return f"adjustments of {year}"
    return f"period {int(number[1:])} of {year}" if number[0] == "P" else f"{date(int(year), int(number), 1):%B %Y}"


def text(value: object) -> str:
    """A text, or an en dash where there is none."""
    return NONE if value is None or value == "" else str(value)


def short_id(identifier: str) -> str:
    """An id as far as it is needed to tell it apart on a page: a long hash is cut to its first eight characters."""
    return identifier if len(identifier) <= LONGEST_ID else f"{identifier[:SHORT_ID]}\N{HORIZONTAL ELLIPSIS}"


def word(value: object) -> str:
    """A key as a phrase: missing_in_ledger is "Missing in ledger"."""
    return NONE if value is None else str(value).replace("_", " ").capitalize()


def is_negative(figure: str) -> bool:
    """Whether a written figure is below zero."""
    return figure.startswith(MINUS)


def _signed(value: Decimal) -> str:
    figure = f"{abs(value):,f}"
    return f"{MINUS}{figure}" if value < 0 else figure
