"""Rounding, by a declared rule and from an exact fraction: nothing is rounded twice."""

from fractions import Fraction

ROUNDINGS = ("half_up", "half_even", "up", "down")
_HALF = Fraction(1, 2)


def rounded(exact: Fraction, rule: str) -> int:
    """The whole number; `up` is away from zero and `down` towards it, so that a credit mirrors its debit."""
    whole, rest = divmod(abs(exact), 1)
    goes_up = {
        "half_up": rest >= _HALF,
        "half_even": rest > _HALF or (rest == _HALF and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[rule]
    magnitude = whole + goes_up
    return -magnitude if exact < 0 else magnitude
