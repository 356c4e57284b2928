"""`close:` in tieout.yml: what stands in the way of closing a period, and who may certify it.

A close is a person's word that a period is complete. These rules say from which size on an exception must be settled
first, which figures somebody has to explain (flux analysis: the period against those before it), and whose approval
counts.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from tieout.config.severity import Severity
from tieout.config.strict import AccountCode, CurrencyCode, ExactAmount, Strict

Amount = Annotated[ExactAmount, Field(ge=0)]


class BlockingExceptions(Strict):
    """From this severity on an exception blocks; for a currency in `amounts` (major units), from that amount on."""

    severity: Severity = "high"
    amounts: dict[CurrencyCode, Amount] = Field(default_factory=dict)


class Flux(Strict):
    """A figure is explained when it leaves the range of the twelve periods before it, widened by `percent` of its ends.

    Only where it is farther from that range than `amount` (major units of the entity's functional currency; `amounts`
    says it for single currencies).
    """

    percent: Annotated[ExactAmount, Field(ge=0, le=10_000)] = Decimal(25)
    amount: Amount = Decimal(10_000)
    amounts: dict[CurrencyCode, Amount] = Field(default_factory=dict)


class CloseRules(Strict):
    """All of `close:`. With `approvers`, only they certify or refuse a close; without, anybody but who prepared it."""

    exceptions: BlockingExceptions = BlockingExceptions()
    flux: Flux = Flux()
    retained_earnings: AccountCode = "3100"
    approvers: tuple[str, ...] = ()
