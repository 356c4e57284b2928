"""Amounts as statement files write them, and the running proof that a statement's lines explain its balances.

An amount is kept twice: `exact`, the decimal that the file says, and `minor`, signed minor units of its currency (ISO
4217 scale). They differ only where the source allows `rounding: half_even`; balances and control totals are always
proved on the exact values, so that rounding can neither hide nor invent a difference.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from tieout.errors import InputError
from tieout.money import Currencies, to_minor

MAX_BIGINT = 2**63 - 1
_PLAIN = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,17})?", re.ASCII)


class Amount(NamedTuple):
    """One signed amount, `exact` in major units and `minor` in minor units of its currency: money in is positive."""

    currency: str
    exact: Decimal
    minor: int


class Amounts:
    """Reads unsigned decimal texts (point as separator) into signed amounts of known currencies."""

    def __init__(self, currencies: Currencies, rounding: str | None) -> None:
        self._currencies = currencies
        self._rounding = rounding
        self._scales: dict[str, int] = {}

    def read(self, text: str, currency: str, *, negative: bool) -> Amount:
        """An amount as a document writes it: unsigned digits with a point, signed by `negative`.

        Returns:
            The amount, exactly and in minor units of `currency`.

        Raises:
            InputError: it is not a plain number, the currency is unknown, it has too many decimals, or is beyond a
                bigint.
        """
        if _PLAIN.fullmatch(text) is None:
            raise InputError(f"{text!r} is not an amount")
        scale = self._scales.get(currency)
        if scale is None:
            scale = self._scales[currency] = self._currencies.scale(currency)
        exact = Decimal(text)
        if negative:
            exact = -exact
        minor = to_minor(exact, scale, rounding=self._rounding)
        if abs(minor) > MAX_BIGINT:
            raise InputError(f"{text} {currency} does not fit a bigint of minor units")
        return Amount(currency, exact, minor)


@dataclass(slots=True)
class Tally:
    """What a statement's booked lines sum to, in minor units per currency; `unread` names unreadable rows."""

    exact: dict[str, Decimal] = field(default_factory=dict)
    minor: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    unread: str | None = None

    def add(self, amount: Amount) -> None:
        """Count one booked row's amount towards the proof."""
        self.exact[amount.currency] = self.exact.get(amount.currency, Decimal(0)) + amount.exact
        self.minor[amount.currency] = self.minor.get(amount.currency, 0) + amount.minor

    def disagreement(self, opening: Amount, closing: Amount) -> str | None:
        """Why opening + lines is not closing, in one clause; None when it is."""
        if opening.currency != closing.currency:
            return f"opening balance is in {opening.currency} but closing balance in {closing.currency}"
        if self.unread is not None:
            return f"{self.unread}, so its balances cannot be proved"
        moved = self.exact.get(opening.currency, Decimal(0))
        if opening.exact + moved == closing.exact:
            return None
        return (
            f"opening {_plain(opening.exact)} + lines {_plain(moved)} = {_plain(opening.exact + moved)}, "
            f"but closing balance is {_plain(closing.exact)} {closing.currency}"
        )

    def total(self, currency: str | None) -> int:
        """Sum of the booked lines in one currency, minor units."""
        return self.minor.get(currency, 0) if currency is not None else 0


def unproved_currency(tally: Tally, proved: Mapping[str, object]) -> str | None:
    """A currency that has lines but no balance of its own, or None."""
    return next((currency for currency in tally.exact if currency not in proved), None)


def _plain(value: Decimal) -> str:
    return f"{value:f}"
