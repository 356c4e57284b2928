"""What every kind of computed amount has in common."""

from collections.abc import Callable, Mapping
from datetime import date as calendar_date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from ledger.rules.forms import Form, Sign, Unit


class Facts(NamedTuple):
    """What an event says beside its amounts; `to_functional` gives functional minor units per minor unit."""

    date: calendar_date
    percents: Mapping[str, Decimal]
    counts: Mapping[str, int]
    dates: Mapping[str, calendar_date]
    units: Mapping[str, Unit]
    to_functional: Callable[[Unit], Fraction]


class Definition(Protocol):
    """One entry of `amounts:`."""

    @property
    def needs(self) -> frozenset[str]:
        """The amounts that must be known before."""

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """The names that it defines, each with its form."""

    def values(self, name: str, values: Mapping[str, int], facts: Facts) -> dict[str, int]:
        """The same names, each with its minor units."""


def symbol(name: str, unit: Unit, whole: Form) -> Form:
    """A rounded part of `whole`: of its sign, and zero at the least."""
    return Form.of(name, unit, Sign.ANY if whole.sign is Sign.ANY else Sign.NOT_NEGATIVE)
