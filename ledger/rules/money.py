"""Currency, scale and rate of an event's amounts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from ledger.rules import values
from ledger.rules.event import BusinessEvent, Context
from ledger.rules.forms import EVENT, Unit
from ledger.rules.values import Rate
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


class Money(NamedTuple):
    """What a unit is for one event; `rate` is None in functional currency.

    `to_functional` is the exact number of functional minor units per minor unit.
    """

    currency: str
    scale: int
    rate: Rate | None
    to_functional: Fraction


class Monies:
    """The money of every unit of one event. A rate that is missing is an error: it is never 1."""

    def __init__(
        self, event: BusinessEvent, context: Context, currencies: Mapping[str, str], rates: Mapping[str, Rate]
    ) -> None:
        if event.entity not in context.entities:
            raise InputError(f"unknown entity '{event.entity}': {did_you_mean(event.entity, context.entities)}")
        self._functional = context.entities[event.entity]
        self._scale = context.currencies.scale
        own = event.currency or self._functional
        for name, code in currencies.items():
            if code == own:
                raise InputError(f"{name}: is {code}, and so is the event's currency: that is no exchange")
        self._currencies = {"currency": own, "functional": self._functional, **currencies}
        self._rates = dict(rates)
        if event.rate is not None:
            self._rates["rate"] = _rate_of(event)
            self.of(EVENT)

    def of(self, unit: Unit) -> Money:
        """The money of a unit.

        Raises:
            InputError: a rate is missing, or stands where none belongs.
        """
        code, rate = self._currencies[unit.currency], self._rates.get(unit.rate)
        scale = self._scale(code)
        if code == self._functional:
            if rate is not None:
                raise InputError(f"{unit.rate}: {code} is the entity's own currency: leave the rate out")
            return Money(code, scale, None, Fraction(1))
        if rate is None:
            raise InputError(
                f"{unit.rate}: is missing: say how much {self._functional} one {code} is (it is never assumed)"
            )
        exact = Fraction(rate.rate) * Fraction(10) ** (self._scale(self._functional) - scale)
        return Money(code, scale, rate, exact)


def _rate_of(event: BusinessEvent) -> Rate:
    try:
        return values.rate(event.rate, event.rate_date, event.rate_source)
    except InputError as error:
        raise InputError(f"rate: {error}") from None
