"""Reading one value of an event by its declared type: exact, or refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tieout.errors import InputError
from tieout.money import to_minor
from tieout.suggestions import did_you_mean

_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MOST_DIGITS = 60  # of a text that is taken for a number
_PART = ("amount", "account", "description")


class Part(NamedTuple):
    """One part of a field of type parts: minor units, and its own account and text, if it has them."""

    minor: int
    account: str | None
    description: str | None


class Rate(NamedTuple):
    """Functional currency per unit of another, in major units of both, on a day and from a source."""

    rate: Decimal
    date: date
    source: str


def decimal(value: object) -> Decimal:
    """A text such as '12.34', a whole number or a Decimal; a float is none of them exactly.

    Raises:
        InputError: it is anything else, or has more digits than a book can hold.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise InputError("give it as text, such as '12.34': a float is not exact")
    if isinstance(value, str) and (len(value) > _MOST_DIGITS or not _DECIMAL.fullmatch(value)):
        raise InputError(f"'{value[:_MOST_DIGITS]}' is not a number such as 12.34")
    number = Decimal(value)
    if not number.is_finite() or max(abs(number.adjusted()), len(number.as_tuple().digits)) > _MOST_DIGITS:
        raise InputError(f"'{number:.20e}' is not a number such as 12.34")
    return number


def positive(value: object) -> Decimal:
    """A number above zero, in major units where it is an amount.

    Raises:
        InputError: it is no number, or not above zero.
    """
    number = decimal(value)
    if number <= 0:
        raise InputError(f"{number} must be more than zero: the type of the event says which way the money goes")
    return number


def amount(value: object, scale: int, *, least: Callable[[object], Decimal] = positive) -> int:
    """Minor units."""
    return to_minor(least(value), scale)


def not_negative(value: object) -> Decimal:
    """A number from zero, in major units where it is an amount.

    Raises:
        InputError: it is no number, or below zero.
    """
    number = decimal(value)
    if number < 0:
        raise InputError(f"{number} must not be negative: the type of the event says which way the money goes")
    return number


def text(value: object) -> str:
    """A text that is not empty.

    Raises:
        InputError: it is empty, or no text.
    """
    if not isinstance(value, str) or not value.strip():
        raise InputError("expected a text")
    return value


def day(value: object) -> date:
    """A date such as 2026-01-31.

    Raises:
        InputError: it is no date.
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise InputError(f"'{value}' is not a date such as 2026-01-31") from None


def count(value: object, most: int) -> int:
    """A whole number from 1 to `most`.

    Raises:
        InputError: it is anything else.
    """
    number = decimal(value)
    if number != number.to_integral_value() or not 1 <= number <= most:
        raise InputError(f"'{value}' is not a whole number from 1 to {most}")
    return int(number)


def parts(value: object, scale: int) -> tuple[Part, ...]:
    """A list of parts, each with an amount above zero, which becomes minor units by `scale`.

    Raises:
        InputError: it is no list or empty, or a part is wrong (its number is named).
    """
    if not isinstance(value, (list, tuple)) or not value:
        raise InputError("expected a list of parts, each with an amount")
    return tuple(_numbered(number, part, scale) for number, part in enumerate(value, start=1))


def rate(value: object, on: date | None, source: str | None) -> Rate:
    """A rate with its date and source: the event's own, unless it is value as {rate, date, source}.

    Raises:
        InputError: it is no number above zero, or date or source is missing.
    """
    if isinstance(value, Mapping):
        _only(value, Rate._fields)
        return rate(value.get("rate"), day(value.get("date")), text(value.get("source")))
    if on is None or source is None:
        raise InputError("a rate needs its date and its source ('rate_date' and 'rate_source')")
    return Rate(positive(value), on, source)


def _numbered(number: int, value: object, scale: int) -> Part:
    try:
        return _part(value, scale)
    except InputError as error:
        raise InputError(f"part {number}: {error}") from None


def _part(value: object, scale: int) -> Part:
    if not isinstance(value, Mapping) or "amount" not in value:
        raise InputError("has no amount")
    _only(value, _PART)
    account, description = (text(value[key]) if key in value else None for key in ("account", "description"))
    return Part(amount(value["amount"], scale), account, description)


def _only(value: Mapping[str, Any], valid: tuple[str, ...]) -> None:
    for key in value:
        if key not in valid:
            raise InputError(f"unknown key '{key}': {did_you_mean(str(key), valid)}")
