"""Fee schedules: what a processor agreed to keep of each payment, as `fees:` in tieout.yml says it.

A fee is a flat amount and a percentage of the gross amount, the sum rounded to the currency's smallest unit. A schedule
may be tiered by size: a payment is priced by the first tier that reaches up to its gross amount, all of it at that
tier's price (no part of it at another's).
"""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.strict import CurrencyCode, ExactAmount, Identifier, Strict

PERCENT_DECIMALS = 6

Flat = Annotated[ExactAmount, Field(ge=0)]
Share = Annotated[ExactAmount, Field(ge=0, lt=100, decimal_places=PERCENT_DECIMALS)]


class FeeTier(Strict):
    """The price of payments up to a gross amount (that amount too; without `up_to`: of all larger ones).

    Amounts are in major units of the schedule's currency, `percent` of the gross amount; what a tier does not say is
    the schedule's own.
    """

    up_to: Annotated[ExactAmount, Field(gt=0)] | None = None
    flat: Flat | None = None
    percent: Share | None = None


class Price(NamedTuple):
    """A tier's whole price: of payments up to a gross amount, or of all larger ones."""

    up_to: Decimal | None
    flat: Decimal
    percent: Decimal


class FeeSchedule(Strict):
    """What is kept of a payment: `flat` (major units) and `percent` (of the gross), or other prices by size."""

    id: Identifier
    currency: CurrencyCode
    flat: Flat = Decimal(0)
    percent: Share = Decimal(0)
    tiers: tuple[FeeTier, ...] = ()
    rounding: Literal["half_even", "half_up"] = "half_even"

    @model_validator(mode="after")
    def _tiers_rise(self) -> Self:
        bounds = [tier.up_to for tier in self.tiers]
        reached = [bound for bound in bounds if bound is not None]
        if None in bounds[:-1]:
            raise PydanticCustomError("fees", "a tier without 'up_to' prices all larger payments: it must be the last")
        if reached != sorted(set(reached)):
            raise PydanticCustomError("fees", "tiers must rise: each 'up_to' above the one before it")
        return self

    @property
    def prices(self) -> tuple[Price, ...]:
        """The price of every tier, in rising order; the last one is without end."""
        tiers = self.tiers if self.tiers and self.tiers[-1].up_to is None else (*self.tiers, FeeTier())
        return tuple(
            Price(
                tier.up_to,
                self.flat if tier.flat is None else tier.flat,
                self.percent if tier.percent is None else tier.percent,
            )
            for tier in tiers
        )
