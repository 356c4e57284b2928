"""The kinds of computed amounts that are one amount: sum, percentage, value in functional currency, unearned part."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledger.rules.amounts.definition import Facts, symbol
from ledger.rules.amounts.expression import Expression
from ledger.rules.forms import FUNCTIONAL, Form, Sign, Unit
from ledger.rules.rounding import rounded
from ledger.rules.schedule import monthly
from tieout.errors import InputError


@dataclass(frozen=True)
class Sum:
    """`net: amount - fee`."""

    of: Expression

    @property
    def needs(self) -> frozenset[str]:
        """The names of the sum."""
        return self.of.names

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """The form of the sum itself: exact."""
        return {name: self.of.form(forms)}

    def values(self, name: str, values: Mapping[str, int], _facts: Facts) -> dict[str, int]:
        """The sum, in minor units."""
        return {name: self.of.value(values)}


@dataclass(frozen=True)
class Percentage:
    """`tax: {percent: 19, of: amount, rounding: half_up}`; the percentage may be a field's name."""

    percent: str | Decimal
    of: Expression
    rounding: str

    @property
    def needs(self) -> frozenset[str]:
        """The names of the whole."""
        return self.of.names

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """A new symbol: a rounded amount is no linear function of its whole."""
        whole = self.of.form(forms)
        return {name: symbol(name, whole.unit, whole)}

    def values(self, name: str, values: Mapping[str, int], facts: Facts) -> dict[str, int]:
        """The share in minor units, rounded once, from the exact fraction."""
        percent = facts.percents[self.percent] if isinstance(self.percent, str) else self.percent
        return {name: rounded(Fraction(percent) / 100 * self.of.value(values), self.rounding)}


@dataclass(frozen=True)
class InFunctional:
    """`booked: {in_functional: amount, rate: booked_rate}`: in the entity's currency, rounded half up."""

    of: Expression
    rate: str

    @property
    def needs(self) -> frozenset[str]:
        """The names of the foreign amount."""
        return self.of.names

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """A new symbol, in functional currency."""
        return {name: symbol(name, FUNCTIONAL, self.of.form(forms))}

    def values(self, name: str, values: Mapping[str, int], facts: Facts) -> dict[str, int]:
        """Minor units of the functional currency, by the rule that gives lines their base amounts."""
        currency = facts.units[self.of.terms[0][0]].currency
        return {name: rounded(self.of.value(values) * facts.to_functional(Unit(currency, self.rate)), "half_up")}


@dataclass(frozen=True)
class Unearned:
    """`open: {unearned: amount, months: months, from: start}`: the months of a schedule that end after the event."""

    of: Expression
    months: str
    start: str

    @property
    def needs(self) -> frozenset[str]:
        """The names of the whole."""
        return self.of.names

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """A new symbol: it depends on a date. It is more than zero, or the event is refused."""
        return {name: Form.of(name, self.of.form(forms).unit, Sign.POSITIVE)}

    def values(self, name: str, values: Mapping[str, int], facts: Facts) -> dict[str, int]:
        """The very shares that the recognition has not yet posted, so that the two make up the whole; in minor units.

        Raises:
            InputError: the whole was earned before the event's date.
        """
        months = monthly(self.of.value(values), facts.counts[self.months], facts.dates[self.start])
        unearned = sum(month.share for month in months if month.end > facts.date)
        if not unearned:
            raise InputError(f"{name}: nothing of it is left after {facts.date}, the whole was earned before")
        return {name: unearned}
