"""Sums and differences of named amounts: `amount + tax - fee`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.rules.forms import Form, MixedUnits
from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_NAME = r"[a-z][a-z0-9_.]*"
_SUM = re.compile(rf"\s*{_NAME}(\s*[+-]\s*{_NAME})*\s*")
_TERM = re.compile(rf"([+-]?)\s*({_NAME})")


@dataclass(frozen=True)
class Expression:
    """The text, and each name with +1 or -1; the first has +1."""

    text: str
    terms: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, text: str) -> "Expression":
        """A sum as a rule writes it, such as `amount + tax`.

        Raises:
            InputError: it is anything but names with + and - between them.
        """
        if not _SUM.fullmatch(text):
            raise InputError(f"'{text}' is not an amount: write names with + and - between them, such as amount + tax")
        return cls(text.strip(), tuple((name, -1 if sign == "-" else 1) for sign, name in _TERM.findall(text)))

    @property
    def names(self) -> frozenset[str]:
        """The amounts that it needs."""
        return frozenset(name for name, _ in self.terms)

    def form(self, forms: Mapping[str, Form]) -> Form:
        """Its linear form.

        Raises:
            InputError: a name is unknown, or it is a sum over two currencies.
        """
        for name in self.names:
            if name not in forms:
                raise InputError(f"unknown amount '{name}': {did_you_mean(name, forms)}")
        total = Form(forms[self.terms[0][0]].unit, {})
        try:
            for name, times in self.terms:
                total = total.plus(forms[name], times)
        except MixedUnits:
            raise InputError(f"'{self.text}' adds amounts of different currencies or rates") from None
        return total

    def value(self, values: Mapping[str, int]) -> int:
        """Its value in minor units."""
        return sum(times * values[name] for name, times in self.terms)
