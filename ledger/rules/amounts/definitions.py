"""The `amounts:` of a rule: read, put in the order in which each can be computed, and given their forms."""

import re
from collections.abc import Mapping
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from ledger.rules.accounts import WORD
from ledger.rules.allocation import Fixed, Ratio, Remaining, Share, split
from ledger.rules.amounts.allocation import Allocation, Part, part_of
from ledger.rules.amounts.definition import Definition
from ledger.rules.amounts.expression import Expression
from ledger.rules.amounts.kinds import InFunctional, Percentage, Sum, Unearned
from ledger.rules.fields import COUNTED, Field
from ledger.rules.forms import Form, MixedUnits
from ledger.rules.rounding import ROUNDINGS
from tieout.errors import InputError
from tieout.sections import Section

_NUMBER = re.compile(r"\d+(\.\d+)?")
_KINDS = ("percent", "allocate", "in_functional", "unearned")


def definitions_of(section: Section, fields: Mapping[str, Field]) -> dict[str, Definition]:
    """The definitions by name, each after those that it needs.

    Raises:
        InputError: they need each other in a circle, or one is malformed.
    """
    found = {name: _definition(section, name, fields) for name in section.values}
    owners = {name: name.partition(".")[0] for definition in found.values() for name in definition.needs}
    needed = {name: {owners[part] for part in found[name].needs} & found.keys() for name in found}
    try:
        order = tuple(TopologicalSorter(needed).static_order())
    except CycleError as error:
        circle = error.args[1]
        raise section.mistake(f"amounts that need each other: {' → '.join(circle)}", circle[0]) from None
    return {name: found[name] for name in order}


def forms_of(section: Section, fields: Mapping[str, Field], definitions: Mapping[str, Definition]) -> dict[str, Form]:
    """Every amount's form by name: the fields' own, and those that are computed from them.

    Raises:
        InputError: an amount adds parts in different currencies or at different rates, or names one that is not there.
    """
    forms = {name: field.form for name, field in fields.items() if field.type in COUNTED}
    for name, definition in definitions.items():
        try:
            forms |= definition.forms(name, forms)
        except InputError as error:
            raise section.mistake(str(error), name) from None
        except MixedUnits:
            raise section.mistake("the parts are in different currencies or at different rates", name) from None
    return forms


def _definition(section: Section, name: str, fields: Mapping[str, Field]) -> Definition:
    if not WORD.fullmatch(name):
        raise section.mistake("use small letters, digits and '_'", name)
    if name in fields:
        raise section.mistake(f"'{name}' is a field already: give the amount another name", name)
    if isinstance(section.values[name], str):
        return Sum(_expression(section, name))
    inner = section.inner(name)
    kind = next((key for key in inner.values if key in _KINDS), None)
    if kind == "percent":
        return _percentage(inner, fields)
    if kind == "allocate":
        return _allocation(inner, fields)
    if kind == "in_functional":
        inner.only("in_functional", "rate")
        rates = ["rate", *_of_type("rate", fields)]
        return InFunctional(_expression(inner, kind), inner.one_of("rate", inner.text("rate"), rates))
    if kind == "unearned":
        inner.only("unearned", "months", "from")
        months = inner.one_of("months", inner.text("months"), _of_type("count", fields))
        start = inner.one_of("from", inner.text("from"), _of_type("date", fields))
        return Unearned(_expression(inner, kind), months, start)
    inner.only(*_KINDS)
    raise inner.mistake(f"expected a sum such as 'amount + tax', or one of the keys {', '.join(_KINDS)}")


def _percentage(inner: Section, fields: Mapping[str, Field]) -> Percentage:
    inner.only("percent", "of", "rounding")
    percent_text = inner.text("percent")
    if _NUMBER.fullmatch(percent_text):
        percent: str | Decimal = Decimal(percent_text)
    else:
        percent = inner.one_of("percent", percent_text, _of_type("percent", fields))
    return Percentage(percent, _expression(inner, "of"), inner.one_of("rounding", inner.text("rounding"), ROUNDINGS))


def _allocation(inner: Section, fields: Mapping[str, Field]) -> Allocation:
    inner.only("allocate", "to")
    to = inner.inner("to")
    percent_fields = frozenset(_of_type("percent", fields))
    for label in to.values:
        if not WORD.fullmatch(label):
            raise to.mistake("use small letters, digits and '_'", label)
    if not to.values:
        raise inner.mistake("name at least one part", "to")
    try:
        parts = {label: part_of(to.text(label), percent_fields) for label in to.values}
        _check_that_they_fit(list(parts.values()))
    except InputError as error:
        raise inner.mistake(str(error), "to") from None
    return Allocation(_expression(inner, "allocate"), parts)


def _check_that_they_fit(parts: list[Part]) -> None:
    """Ratios that are written out make up the whole for every event, or for none: try one."""
    if any(isinstance(part, str) for part in parts):
        return
    shares: list[Share] = [part if isinstance(part, (Ratio, Remaining)) else Fixed(0) for part in parts]
    split(1, shares)


def _of_type(kind: str, fields: Mapping[str, Field]) -> list[str]:
    return [field.name for field in fields.values() if field.type == kind]


def _expression(section: Section, key: str) -> Expression:
    try:
        return Expression.of(section.text(key))
    except InputError as error:
        raise section.mistake(str(error), key) from None
