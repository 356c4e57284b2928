"""What an event brings: the typed fields that a rule declares."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.rules import values
from ledger.rules.accounts import WORD, Accounts
from ledger.rules.forms import EVENT, Form, Sign, Unit
from ledger.rules.schedule import MOST_MONTHS
from tieout.errors import InputError
from tieout.sections import Section

TYPES = ("amount", "parts", "account", "method", "text", "date", "count", "percent", "currency", "rate")
COUNTED = ("amount", "parts")  # fields that are amounts of money: `parts` by its sum
MAY_BE_LEFT_OUT = ("amount", "parts", "text", "rate")
OF_THE_EVENT = (
    "event_id", "type", "entity", "date", "currency", "rate", "rate_date", "rate_source", "reference", "description",
    "counterparty", "group", "document_date",
)  # fmt: skip


class Field(NamedTuple):
    """One field of an event type; `unit` says in which currency an amount is."""

    name: str
    type: str
    optional: bool
    default: str | None
    unit: Unit

    @property
    def form(self) -> Form:
        """An amount that must be there is more than zero; one that may be left out is then zero."""
        return Form.of(self.name, self.unit, Sign.NOT_NEGATIVE if self.optional else Sign.POSITIVE)


def fields_of(section: Section, accounts: Accounts) -> dict[str, Field]:
    """The declared fields by name.

    Raises:
        InputError: at the first mistake; with file, line and the nearest valid word.
    """
    fields = {field.name: field for field in _fields(section, accounts)}
    for field in fields.values():
        _check_unit(section, field, fields)
    return fields


def _fields(section: Section, accounts: Accounts) -> Iterator[Field]:
    for name in section.values:
        if not WORD.fullmatch(name):
            raise section.mistake("use small letters, digits and '_'", name)
        if name in (*OF_THE_EVENT, "functional", "remaining"):
            raise section.mistake(f"every event has '{name}' already: give the field another name", name)
        if name in accounts.roles or name in accounts.methods:
            raise section.mistake(f"'{name}' is a role or a payment method: give the field another name", name)
        yield _field(section.inner(name), name, accounts)


def _field(section: Section, name: str, accounts: Accounts) -> Field:
    section.only("type", "optional", "default", "currency", "rate")
    kind = section.one_of("type", section.text("type"), TYPES)
    default = section.maybe("default")
    if default is not None and kind in (*MAY_BE_LEFT_OUT, "date", "currency"):
        raise section.mistake(f"a field of type {kind} has no default", "default")
    optional = section.yes("optional")
    if optional and kind not in MAY_BE_LEFT_OUT:
        raise section.mistake(f"a field of type {kind} cannot be left out: give it a default instead", "optional")
    try:
        if default is not None:
            _check_default(kind, default, accounts)
    except InputError as error:
        raise section.mistake(str(error), "default") from None
    unit = EVENT
    if "currency" in section.values or "rate" in section.values:
        unit = Unit(section.text("currency"), section.text("rate"))
    return Field(name, kind, optional, default, unit)


def _check_default(kind: str, default: str, accounts: Accounts) -> None:
    if kind == "account":
        accounts.code(default)
    elif kind == "method":
        accounts.code_of_method(default)
    elif kind == "count":
        values.count(default, MOST_MONTHS)
    elif kind == "percent":
        values.not_negative(default)


def _check_unit(section: Section, field: Field, fields: dict[str, Field]) -> None:
    if field.unit == EVENT:
        return
    if field.type not in COUNTED:
        raise section.mistake(f"a field of type {field.type} is in no currency", field.name)
    for key, named in zip(("currency", "rate"), field.unit, strict=True):
        of_that_type = [other.name for other in fields.values() if other.type == key]
        section.inner(field.name).one_of(key, named, of_that_type)
