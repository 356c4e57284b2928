"""A business event: what happened, in the words of the business and without a debit or a credit."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.requests import Amount, Day
from tieout.config import Config
from tieout.errors import refusal, validation_sentence
from tieout.money import Currencies
from tieout.suggestions import did_you_mean

Text = Annotated[str, Field(min_length=1)]


class Context(NamedTuple):
    """What the rules must know of the books: each entity's functional currency, and the currencies' scales."""

    entities: Mapping[str, str]
    currencies: Currencies

    @classmethod
    def of(cls, config: Config) -> "Context":
        """Those of a workspace."""
        entities = {entity.id: entity.currency for entity in config.entities}
        return cls(entities, Currencies.of({unit.code: unit.scale for unit in config.currencies}))


class BusinessEvent(BaseModel):
    """One event; `fields` are those of its type's rule.

    `event_id` is the idempotency key: the journal's id, or `event_id/1`, `event_id/2` ... where there are several.
    Amounts are texts in major units of `currency` (the entity's, when it is left out). `rate` is the functional
    currency per unit of `currency`; a currency that is not the entity's needs it, with its date and its source.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event_id: Text
    type: Text
    entity: Text
    date: Day
    fields: Mapping[str, Any] = {}
    currency: Text | None = None
    rate: Amount | None = None
    rate_date: Day | None = None
    rate_source: Text | None = None
    reference: Text | None = None
    description: Text | None = None
    counterparty: Text | None = None
    group: Text | None = None
    document_date: Day | None = None


def event_of(event: Mapping[str, Any] | BusinessEvent) -> BusinessEvent:
    """The event, checked.

    Raises:
        InputError: a key is wrong, and the nearest valid one is named.
    """  # noqa: DOC501 - `refusal` makes an InputError
    if isinstance(event, BusinessEvent):
        return event
    name = event.get("event_id", "without event_id")
    try:
        return BusinessEvent.model_validate(event)
    except ValidationError as error:
        first = next((found for found in error.errors() if found["type"] == "extra_forbidden"), error.errors()[0])
        key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        reason = (
            f"unknown key: {did_you_mean(key, BusinessEvent.model_fields)} (the fields of the type go under 'fields')"
        )
    else:
        reason = validation_sentence(first)
    raise refusal(f"event '{name}': {key}: {reason}")
