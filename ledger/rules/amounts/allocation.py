"""An amount divided into named parts: `{allocate: amount, to: {partner: 15%, ours: remaining}}`.

A part is a percentage (15%), a ratio (1/3), the name of a percentage field, an amount of its own (taken first), or
`remaining`. The parts are named after the allocation: `shares.partner`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledger.rules.allocation import Fixed, Ratio, Remaining, Share, split
from ledger.rules.amounts.definition import Facts, symbol
from ledger.rules.amounts.expression import Expression
from ledger.rules.forms import Form
from tieout.errors import InputError

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_RATIO = re.compile(r"(\d+)/([1-9]\d*)")
Part = Ratio | Remaining | Expression | str  # a text is a percentage field's name


@dataclass(frozen=True)
class Allocation:
    """The whole, and its parts in order."""

    whole: Expression
    parts: Mapping[str, Part]

    @property
    def needs(self) -> frozenset[str]:
        """The names of the whole and of the fixed parts."""
        fixed = [part.names for part in self.parts.values() if isinstance(part, Expression)]
        return self.whole.names.union(*fixed)

    def forms(self, name: str, forms: Mapping[str, Form]) -> dict[str, Form]:
        """A symbol for every part but the last, which is the whole without the others: so they sum to it."""
        whole = rest = self.whole.form(forms)
        found: dict[str, Form] = {}
        *but_last, last = self.parts
        for label in but_last:
            part, part_name = self.parts[label], f"{name}.{label}"
            found[part_name] = (
                part.form(forms) if isinstance(part, Expression) else symbol(part_name, whole.unit, whole)
            )
            rest = rest.plus(found[part_name], -1)
        return found | {f"{name}.{last}": rest}

    def values(self, name: str, values: Mapping[str, int], facts: Facts) -> dict[str, int]:
        """The parts in minor units.

        Raises:
            InputError: they cannot make up the whole.
        """
        shares = [_share(part, values, facts) for part in self.parts.values()]
        try:
            divided = split(self.whole.value(values), shares)
        except InputError as error:
            raise InputError(f"{name}: {error}") from None
        return {f"{name}.{label}": minor for label, minor in zip(self.parts, divided, strict=True)}


def part_of(text: str, percent_fields: frozenset[str]) -> Part:
    """One part as it is written."""
    percent, ratio = _PERCENT.fullmatch(text), _RATIO.fullmatch(text)
    if percent:
        return Ratio(Fraction(Decimal(percent[1])) / 100)
    if ratio:
        return Ratio(Fraction(int(ratio[1]), int(ratio[2])))
    if text == "remaining":
        return Remaining()
    return text if text in percent_fields else Expression.of(text)


def _share(part: Part, values: Mapping[str, int], facts: Facts) -> Share:
    if isinstance(part, Expression):
        return Fixed(part.value(values))
    return Ratio(Fraction(facts.percents[part]) / 100) if isinstance(part, str) else part
