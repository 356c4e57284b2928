"""`severity:` in tieout.yml: how bad an exception is, by its amount or age, and how long a person has for it.

Amounts are in major units of the item's own currency, so `by_currency` says what the general ones mean in a currency
of another size: 10,000 is much in euros and little in yen.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.strict import CurrencyCode, ExactAmount, Strict

Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Every severity, the worst first: whatever is sorted by severity is in this order. `vars: severities:` of
dbt_project.yml repeats it for the SQL, and a test keeps the two the same."""
RISING = SEVERITIES[-2::-1]
"""Those with limits, the mildest first: what is within every limit is of the last severity."""
Limit = Annotated[ExactAmount, Field(ge=0)]
Days = Annotated[int, Field(ge=0, le=36_500)]


class _Rising(Strict):
    @model_validator(mode="after")
    def _rises(self) -> Self:
        given = [getattr(self, name) for name in RISING if getattr(self, name) is not None]
        if given != sorted(given):
            raise PydanticCustomError("severity_order", "must rise from medium to high to critical")
        return self


class Amounts(_Rising):
    """From which amount on, without its sign, an exception is of a severity."""

    medium: Limit = Decimal(100)
    high: Limit = Decimal(1000)
    critical: Limit = Decimal(10_000)


class OwnAmounts(_Rising):
    """The same for one currency; what it leaves out is as in general."""

    medium: Limit | None = None
    high: Limit | None = None
    critical: Limit | None = None


class Ages(_Rising):
    """Beyond how many days of age an exception is of a severity, whatever its amount; None: by no age."""

    medium: Days | None = 30
    high: Days | None = 60
    critical: Days | None = None


class DueDays(Strict):
    """How many days after it was first published an exception is due."""

    low: Days = 10
    medium: Days = 5
    high: Days = 2
    critical: Days = 1


class SeverityRules(Strict):
    """All of `severity:`; what the file leaves out is as the defaults have it."""

    amounts: Amounts = Amounts()
    by_currency: dict[CurrencyCode, OwnAmounts] = Field(default_factory=dict)
    ages: Ages = Ages()
    due_days: DueDays = DueDays()
