"""Amounts before there are any: linear forms over the fields of an event.

`amount + tax - fee` is the form 1·amount + 1·tax - 1·fee, whatever the event will bring. Two expressions that always
have the same value have the same form, so that "debits minus credits is the zero form" proves a balance for every
event at once. What is no linear function of the fields (a rounded percentage, a share) is a symbol of its own.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Sign(IntEnum):
    """What is known of an amount before the event: the larger, the more is known."""

    ANY = 0
    NOT_NEGATIVE = 1
    POSITIVE = 2


class Symbol(NamedTuple):
    """An unknown amount: a field, or what is computed from fields with rounding."""

    name: str
    sign: Sign


class Unit(NamedTuple):
    """What an amount is counted in, by the names of the fields that give the currency and its rate."""

    currency: str
    rate: str


EVENT = Unit("currency", "rate")  # the event's own currency
FUNCTIONAL = Unit("functional", "")  # the entity's, which needs no rate


class MixedUnits(ValueError):  # noqa: N818 - what was tried, not a malfunction
    """A sum over two currencies (or two rates of one), which is none."""


@dataclass(frozen=True)
class Form:
    """A linear form: symbols with whole coefficients (no zeros), all in one unit."""

    unit: Unit
    terms: dict[Symbol, int]

    @classmethod
    def of(cls, name: str, unit: Unit, sign: Sign) -> "Form":
        """The form of one symbol."""
        return cls(unit, {Symbol(name, sign): 1})

    def plus(self, other: "Form", times: int = 1) -> "Form":
        """Self + times · other.

        Raises:
            MixedUnits: they are in different currencies, or at different rates.
        """
        if self.unit != other.unit:
            raise MixedUnits
        terms = dict(self.terms)
        for symbol, coefficient in other.terms.items():
            terms[symbol] = terms.get(symbol, 0) + times * coefficient
        return Form(self.unit, {symbol: coefficient for symbol, coefficient in terms.items() if coefficient})

    @property
    def sign(self) -> Sign:
        """What is certain: POSITIVE only if no event can make it zero."""
        if any(coefficient < 0 or symbol.sign is Sign.ANY for symbol, coefficient in self.terms.items()):
            return Sign.ANY
        return max((symbol.sign for symbol in self.terms), default=Sign.NOT_NEGATIVE)

    @property
    def never_positive(self) -> bool:
        """Whether no event can make it more than zero."""
        return all(coefficient < 0 and symbol.sign is not Sign.ANY for symbol, coefficient in self.terms.items())

    def __str__(self) -> str:
        shown = " ".join(
            f"{'-' if count < 0 else '+'} {_times(count)}{symbol.name}" for symbol, count in self.terms.items()
        )
        return shown.removeprefix("+ ") or "0"


def _times(coefficient: int) -> str:
    return "" if abs(coefficient) == 1 else f"{abs(coefficient)}·"
