"""Dividing a whole into parts without losing a unit.

Money is whole minor units, so a share such as a third seldom comes out even. Rounding every part by itself makes or
loses units. Here the parts always sum to the whole: each part is rounded down, and the units left over go one by one
to the parts that lost the largest fractions (the largest-remainder method); of equal fractions, to the earlier part.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tieout.errors import InputError


class Ratio(NamedTuple):
    """A part of what the fixed parts leave, between 0 and 1."""

    of_whole: Fraction


class Fixed(NamedTuple):
    """A part of exactly so many minor units, taken first."""

    minor: int


class Remaining(NamedTuple):
    """Whatever the other parts leave; at most one part is this."""


Share = Ratio | Fixed | Remaining


def split(whole: int, shares: Sequence[Share]) -> list[int]:
    """The parts, in minor units, in the order of `shares`; their sum is `whole`, none is negative.

    Fixed parts come off first. Ratios divide what is then left and must make up all of it, unless one part is
    `Remaining`.

    Raises:
        InputError: the whole or a part is negative, the fixed parts are above the whole, the ratios above 1, or a part
            of the whole is taken by no share.
    """
    fixed = sum(share.minor for share in shares if isinstance(share, Fixed))
    if whole < 0 or any(isinstance(share, Fixed) and share.minor < 0 for share in shares):
        raise InputError("a negative amount cannot be allocated")
    if fixed > whole:
        raise InputError("the fixed parts are more than the whole")
    weights = _weights(shares, left=whole - fixed)
    rounded = iter(by_quota(whole - fixed, [weight * (whole - fixed) for weight in weights]))
    return [share.minor if isinstance(share, Fixed) else next(rounded) for share in shares]


def by_quota(whole: int, quotas: Sequence[Fraction]) -> list[int]:
    """Whole numbers that sum to `whole`, each within one of its quota.

    The quotas are not negative, and their sum is within half a unit of `whole`.
    """
    parts = [quota.numerator // quota.denominator for quota in quotas]
    neediest = sorted(range(len(quotas)), key=lambda place: (parts[place] - quotas[place], place))
    for place in neediest[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def evenly(whole: int, parts: int) -> list[int]:
    """`whole` (minor units) in so many equal parts; units that do not come out even go one each to the first parts."""
    share, left_over = divmod(whole, parts)
    return [share + (part < left_over) for part in range(parts)]


def _weights(shares: Sequence[Share], left: int) -> list[Fraction]:
    taken = sum((share.of_whole for share in shares if isinstance(share, Ratio)), Fraction(0))
    remaining = sum(isinstance(share, Remaining) for share in shares)
    if any(isinstance(share, Ratio) and share.of_whole < 0 for share in shares):
        raise InputError("a ratio cannot be negative")
    if taken > 1:
        raise InputError("the ratios are more than the whole")
    if remaining > 1:
        raise InputError("only one part can be 'remaining'")
    if not remaining and taken != 1 and (left or taken):
        raise InputError("the parts leave some of the whole over: give one part 'remaining'")
    return [
        share.of_whole if isinstance(share, Ratio) else 1 - taken for share in shares if not isinstance(share, Fixed)
    ]
