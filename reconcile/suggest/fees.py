"""What is kept of each payment: a flat amount, a share, both, or other prices by size, found by exact fits.

A price counts only for the payments whose fee it gives to the last minor unit, so that chance does not fit: of a wrong
price, every payment would have to be wrong by less than half a cent.
"""

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reconcile.suggest.figures import share
from reconcile.suggest.proposal import ProposedFees
from reconcile.suggest.queries import Queries, Row
from tieout.config import FeeSchedule, FeeTier
from tieout.money import to_major

_FEWEST = 20  # payments with a fee: fewer prove no price
_EXPLAINED = 95  # percent of them that a schedule must explain
_MOST_TIERS = 4
_MILLIONTHS_TO_PERCENT = Decimal(10_000)


class Price(NamedTuple):
    """A flat amount in minor units, a share in millionths, and the sizes of the payments that it explains."""

    flat: int
    share: int
    rounding: str
    payments: int
    smallest: int
    largest: int


class Fees(NamedTuple):
    """Fees that were found: by what, in which currency and scale, how many, and what a schedule of them is called."""

    found_by: str
    currency: str
    scale: int
    points: int
    name: str


def schedule_of(queries: Queries, fees: Fees) -> ProposedFees | None:
    """The schedule that explains the fees, or None."""
    if fees.points < _FEWEST:
        return None
    prices = sorted(_prices(queries, fees), key=lambda price: price.smallest)
    explained = sum(price.payments for price in prices)
    if not prices or explained * 100 < fees.points * _EXPLAINED:
        return None
    tiers = _tiers(prices, fees.scale)
    words = " · ".join(_words(tier, fees.currency) for tier in tiers)
    proof = f"explains {explained:,} of {fees.points:,} fees ({share(explained, fees.points)}) to the last unit"
    return ProposedFees(_schedule(prices, tiers, fees), f"{words}: {proof}")


def _tiers(prices: list[Price], scale: int) -> list[FeeTier]:
    bounds = [_between(lower.largest, upper.smallest, 10**scale) for lower, upper in pairwise(prices)]
    return [
        FeeTier(
            up_to=None if bound is None else to_major(bound, scale),
            flat=to_major(price.flat, scale),
            percent=_percent(price),
        )
        for price, bound in zip(prices, [*bounds, None], strict=True)
    ]


def _between(largest: int, smallest: int, major: int) -> int:
    """Where one price ends: the roundest amount from the largest payment that it explains to the next price's first."""
    for step in (1000 * major, 100 * major, 50 * major, 10 * major, 5 * major, major):
        bound = -(-largest // step) * step
        if bound < smallest:
            return bound
    return largest


def _schedule(prices: list[Price], tiers: list[FeeTier], fees: Fees) -> FeeSchedule:
    last = tiers[-1]
    own: dict[str, object] = {"flat": last.flat, "percent": last.percent} if len(tiers) == 1 else {"tiers": tiers}
    rounding = {"rounding": "half_up"} if any(price.rounding == "half_up" for price in prices) else {}
    about = {name: value for name, value in own.items() if value}
    return FeeSchedule.model_validate({"id": fees.name, "currency": fees.currency, **about, **rounding})


def _prices(queries: Queries, fees: Fees) -> list[Price]:
    """The best price, then the best of what it leaves, while their sizes do not overlap: prices by size."""
    about = {"found_by": fees.found_by, "currency": fees.currency}
    points = fees.points
    prices: list[Price] = []
    while len(prices) < _MOST_TIERS and sum(price.payments for price in prices) * 100 < points * _EXPLAINED:
        rows: list[Row] = queries.rows("fee_fits", **about)
        if not rows or rows[0]["payments"] * _FEWEST < points:
            break
        price = Price(**rows[0])
        prices.append(price)
        queries.run("fee_explain", **about, flat=price.flat, share=price.share, rounding=price.rounding)
    by_size = sorted(prices, key=lambda price: price.smallest)
    overlapping = any(lower.largest >= upper.smallest for lower, upper in pairwise(by_size))
    return [] if overlapping else prices


def _percent(price: Price) -> Decimal:
    return (Decimal(price.share) / _MILLIONTHS_TO_PERCENT).normalize()


def _words(tier: FeeTier, currency: str) -> str:
    parts = [f"{tier.percent:f} %" if tier.percent else "", f"{tier.flat:f} {currency}" if tier.flat else ""]
    price = " + ".join(part for part in parts if part) or "nothing"
    return f"{price} up to {tier.up_to:f}" if tier.up_to is not None else price
