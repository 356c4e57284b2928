"""An event against its rule: every field read by its type, every amount in minor units."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from ledger.rules import values
from ledger.rules.accounts import Accounts
from ledger.rules.amounts import Facts
from ledger.rules.event import BusinessEvent, Context
from ledger.rules.fields import Field
from ledger.rules.money import Monies
from ledger.rules.schedule import MOST_MONTHS
from ledger.rules.template import Template
from ledger.rules.values import Part
from tieout.errors import InputError
from tieout.suggestions import did_you_mean

Value = TypeVar("Value")


class EventValues(NamedTuple):
    """An event's values: amounts in minor units, accounts by code, and what the texts may name."""

    event: BusinessEvent
    amounts: Mapping[str, int]
    parts: Mapping[str, tuple[Part, ...]]
    accounts: Mapping[str, str]
    texts: Mapping[str, str]
    facts: Facts
    monies: Monies


def values_of(event: BusinessEvent, template: Template, accounts: Accounts, context: Context) -> EventValues:
    """Read an event by the fields of its rule.

    Raises:
        InputError: a field is unknown, missing or wrong.
    """
    fields = _Fields(event, template)
    rates = fields.of("rate", lambda raw: values.rate(raw, event.rate_date, event.rate_source))
    monies = Monies(event, context, fields.of("currency", values.text), rates)
    facts = Facts(
        date=event.date,
        percents=fields.of("percent", values.not_negative),
        counts=fields.of("count", lambda raw: values.count(raw, MOST_MONTHS)),
        dates=fields.of("date", values.day),
        units=template.units,
        to_functional=lambda unit: monies.of(unit).to_functional,
    )
    parts = fields.parts(monies)
    amounts = fields.amounts(monies) | {name: sum(part.minor for part in found) for name, found in parts.items()}
    for name, definition in template.definitions.items():
        amounts |= definition.values(name, amounts, facts)
    codes = fields.of("account", lambda raw: accounts.code(values.text(raw)))
    codes |= fields.of("method", lambda raw: accounts.code_of_method(values.text(raw)))
    fields.of("text", values.text)
    return EventValues(event, amounts, parts, codes, fields.texts(), facts, monies)


class _Fields:
    """What the event gives for the fields of its rule, with their defaults."""

    def __init__(self, event: BusinessEvent, template: Template) -> None:
        self._event = event
        self._fields = template.fields
        for name in event.fields:
            if name not in self._fields:
                raise InputError(f"unknown field '{name}': {did_you_mean(name, self._fields)}")
        defaults = {field.name: field.default for field in self._fields.values() if field.default is not None}
        self._values: dict[str, Any] = {**defaults, **event.fields}
        for name, field in self._fields.items():
            if name not in self._values and not field.optional:
                raise InputError(f"missing field '{name}' ({field.type})")

    def of(self, kind: str, read: Callable[[object], Value]) -> dict[str, Value]:
        """The fields of a type that are there, each read."""
        return {field.name: self._read(field, read) for field in self._there(kind)}

    def parts(self, monies: Monies) -> dict[str, tuple[Part, ...]]:
        """The lists of parts; an empty one where it was left out."""
        found: dict[str, tuple[Part, ...]] = {
            field.name: () for field in self._fields.values() if field.type == "parts"
        }
        for field in self._there("parts"):
            found[field.name] = self._read(field, partial(values.parts, scale=monies.of(field.unit).scale))
        return found

    def amounts(self, monies: Monies) -> dict[str, int]:
        """The amounts in minor units by their fields' names; zero where one was left out."""
        found = {field.name: 0 for field in self._fields.values() if field.type == "amount"}
        for field in self._there("amount"):
            least = values.not_negative if field.optional else values.positive
            scale = monies.of(field.unit).scale
            found[field.name] = self._read(field, partial(values.amount, scale=scale, least=least))
        return found

    def texts(self) -> dict[str, str]:
        """What a description may name: the event's own texts, and its fields."""
        own = {name: str(value) for name, value in self._event if value is not None and name != "fields"}
        return own | {name: str(value) for name, value in self._values.items()}

    def _there(self, kind: str) -> list[Field]:
        return [field for field in self._fields.values() if field.type == kind and field.name in self._values]

    def _read(self, field: Field, read: Callable[[object], Value]) -> Value:
        try:
            return read(self._values[field.name])
        except InputError as error:
            raise InputError(f"{field.name}: {error}") from None
