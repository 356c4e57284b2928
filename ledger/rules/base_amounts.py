"""Functional amounts of foreign lines: rounded so that the journal balances, and no line by a unit or more.

Each currency's debits and credits are the same total, so both sides must come to the same functional total. Rounding
every line by itself would miss it. Instead the running totals of each side are rounded, and a line gets the difference
of the two beside it: the lines sum to the rounded total, each is less than one minor unit away from its amount times
the rate, and the first of a side is exactly its own rounded product.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from ledger.rules.rounding import rounded


def base_amounts(amounts: Sequence[int], to_functional: Fraction) -> list[int]:
    """The functional minor units of lines in one currency, in their order; the amounts sum to zero, and so do these.

    Totals are rounded half up, away from zero for credits.
    """
    debits = iter(_differences([amount for amount in amounts if amount > 0], to_functional))
    credits_ = iter(_differences([amount for amount in amounts if amount < 0], to_functional))
    return [next(debits if amount > 0 else credits_) for amount in amounts]


def _differences(amounts: Sequence[int], to_functional: Fraction) -> list[int]:
    totals = [rounded(total * to_functional, "half_up") for total in accumulate(amounts, initial=0)]
    return [total - before for before, total in pairwise(totals)]
