"""Fee schedules as rows: one per price, with the gross amounts that it holds for, all in whole numbers.

A fee is `flat + gross * parts / 100,000,000`, in minor units, rounded as `rounding` says: a percentage has at most six
decimals, so that SQL computes it in integers, to the same cent on every engine.
"""

from collections.abc import Iterator

from tieout.config import Config
from tieout.config.fees import PERCENT_DECIMALS
from tieout.money import Currencies, to_minor

_TEXT = "VARCHAR"
FEE_COLUMNS = {
    "fees": _TEXT,
    "currency": _TEXT,
    "above": "BIGINT",  # minor units, as the other amounts here: the price holds for gross amounts above it ...
    "up_to": "BIGINT",  # ... up to and with this one; null without end
    "flat": "BIGINT",
    "parts": "BIGINT",  # of 100,000,000: 1.4 % is 1,400,000
    "rounding": _TEXT,
}


def fee_rows(config: Config) -> Iterator[tuple[object, ...]]:
    """The prices of every schedule of the configuration."""
    currencies = Currencies.of({unit.code: unit.scale for unit in config.currencies})
    for schedule in config.fees:
        scale = currencies.scale(schedule.currency)
        above = 0
        for price in schedule.prices:
            up_to = None if price.up_to is None else to_minor(price.up_to, scale)
            flat, parts = to_minor(price.flat, scale), int(price.percent.scaleb(PERCENT_DECIMALS))
            yield (schedule.id, schedule.currency, above, up_to, flat, parts, schedule.rounding)
            above = above if up_to is None else up_to
