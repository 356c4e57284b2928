"""What a caller asks the ledger to post, and what it answers.

Amounts are in major units ("12.34"), debit positive, credit negative, in the line's currency; floats are refused,
since 0.1 is none of them exactly. `base_amount` is the same value in the entity's functional currency: it may be left
out where the line is in that currency already, or where `rate` says how it follows: functional units per unit of the
line's currency, with the day it is of and who says so. A product is rounded half away from zero, as PostgreSQL's
`round(numeric)` does. There is no default rate.
"""

import re
from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _exact(value: object) -> object:
    if isinstance(value, (float, bool)):
        raise ValueError("give the amount as text, such as '12.34': a float is not exact")  # noqa: TRY004 - pydantic
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value) is None:
        raise ValueError("give a date of the form 2026-01-31")
    if isinstance(value, int | float):
        raise ValueError("give a date as text, such as '2026-01-31'")  # noqa: TRY004 - pydantic
    return value


Day = Annotated[calendar_date, BeforeValidator(_day)]
"""A date as ISO 8601 has it; pydantic alone would take a number too, as seconds since 1970."""
Amount = Annotated[
    Decimal,
    Field(max_digits=60),
    BeforeValidator(_exact),
    WithJsonSchema({"type": "string", "pattern": r"^[+-]?\d{1,20}(\.\d{1,20})?$"}),
]
"""Major units; OpenAPI describes it as text, for a JSON number would be a float in most programs."""
Rate = Annotated[
    Amount,
    Field(gt=0),
    WithJsonSchema({"type": "string", "pattern": r"^([1-9]\d{0,19}(\.\d{1,20})?|0\.\d{0,19}[1-9])$"}),
]
"""Above zero, which a text's schema can only say by its pattern."""
Text = Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*$")]


class LineRequest(BaseModel):
    """One debit (+) or credit (-); texts left out are the journal's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account: Text
    amount: Amount
    currency: Text | None = None
    base_amount: Amount | None = None
    rate: Rate | None = None
    rate_date: Day | None = None
    rate_source: Text | None = None
    reference: Text | None = None
    description: Text | None = None
    counterparty: Text | None = None
    group: Text | None = None


class JournalRequest(BaseModel):
    """One balanced event. `journal_id` names it for ever and makes the request safe to repeat (idempotency).

    An `adjustment` belongs to period 13 of the fiscal year on whose last day it is dated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    journal_id: Text
    entity: Text
    date: Day
    lines: Annotated[tuple[LineRequest, ...], Field(json_schema_extra={"minItems": 2})]
    reference: Text | None = None
    description: Text | None = None
    counterparty: Text | None = None
    group: Text | None = None
    kind: Text | None = None
    document_date: Day | None = None
    adjustment: bool = False


class Posted(NamedTuple):
    """A journal that is in the book since `recorded_at`; `replayed` when the same request had put it there before."""

    journal_id: str
    replayed: bool
    recorded_at: datetime
