"""A rule that could post an unbalanced journal is never loaded, whatever was changed in it."""

import copy
from importlib.resources import files

import pytest
import yaml

from ledger.rules.accounts import Accounts
from ledger.rules.template import template_of
from tests.unit.ledger.rules.examples import as_text
from tieout.errors import InputError
from tieout.sections import Section, parse

BUILT_IN = [
    as_text(file.read_text(encoding="utf-8"))
    for file in sorted((files("ledger.rules") / "built_in").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".yml")
]
EVENTS = {name: rule for document in BUILT_IN for name, rule in document.get("events", {}).items()}
LINES = [(name, place) for name, rule in EVENTS.items() for place, _ in enumerate(rule.get("lines", []))]
each_line = pytest.mark.parametrize(("name", "place"), LINES)


@pytest.fixture(scope="module")
def accounts():
    roles = next(document for document in BUILT_IN if "roles" in document)
    return Accounts({}, {}).with_those_of(Section("accounts.yml", None, (), roles))


def load(rule, accounts):
    return template_of(parse("rules.yml", yaml.safe_dump(rule), ["events"]), "changed", accounts)


def changed(name, place, change):
    rule = copy.deepcopy(EVENTS[name])
    change(rule["lines"], place)
    return rule


@pytest.mark.parametrize("name", EVENTS)
def test_an_unchanged_rule_is_loaded(name, accounts):
    assert load(EVENTS[name], accounts)


@each_line
def test_a_line_on_the_other_side_is_refused(name, place, accounts):
    def turn(lines, at):
        line = lines[at]
        side, other = ("debit", "credit") if "debit" in line else ("credit", "debit")
        line[other] = line.pop(side)

    with pytest.raises(InputError, match="does not balance: debits minus credits = "):
        load(changed(name, place, turn), accounts)


@each_line
def test_a_line_that_is_missing_is_refused(name, place, accounts):
    with pytest.raises(InputError, match="does not balance"):
        load(changed(name, place, lambda lines, at: lines.pop(at)), accounts)


@each_line
def test_a_line_that_stands_twice_is_refused(name, place, accounts):
    with pytest.raises(InputError, match="does not balance"):
        load(changed(name, place, lambda lines, at: lines.append(lines[at])), accounts)


@each_line
def test_a_line_with_any_other_amount_is_refused(name, place, accounts):
    unchanged = load(EVENTS[name], accounts)
    own = unchanged.lines[place]
    for amount in unchanged.units:
        if amount == own.amount.text:
            continue

        def put(lines, at, amount=amount):
            lines[at].pop("each", None)
            lines[at] |= {"amount": amount, "optional": "true"}

        with pytest.raises(InputError, match=r"does not balance|has no rate|never more than zero"):
            load(changed(name, place, put), accounts)


@each_line
def test_a_line_at_another_rate_is_refused(name, place, accounts):
    rates = [field for field, spec in EVENTS[name]["fields"].items() if spec["type"] == "rate"]
    for rate in {"rate", *rates} - {load(EVENTS[name], accounts).lines[place].unit.rate}:
        with pytest.raises(InputError, match=r"does not balance|has no rate"):
            load(changed(name, place, lambda lines, at, rate=rate: lines[at].update(rate=rate)), accounts)


RULE = """
says: An example.
fields:
  whole: {type: amount}
  part: {type: amount, optional: true}
  items: {type: parts}
  share: {type: percent}
  other: {type: amount, currency: other_currency, rate: other_rate}
  other_currency: {type: currency}
  other_rate: {type: rate}
amounts:
  taxed: {percent: "19", of: whole, rounding: half_up}
  taxed_again: {percent: "19", of: whole, rounding: half_up}
  halves: {allocate: whole, to: {one: 50%, two: 50%}}
  left: whole - part
  two_lefts: left + left
lines: [LINES]
"""


def with_lines(*lines):
    return parse("rules.yml", RULE.replace("[LINES]", "".join(f"\n  - {{{line}}}" for line in lines)), ["events"])


BALANCED = [
    (
        "debit: '1', amount: whole",
        "credit: '2', amount: part, optional: true",
        "credit: '3', amount: left, optional: true",
    ),
    (
        "debit: '1', amount: whole",
        "credit: '2', amount: halves.one, optional: true",
        "credit: '3', amount: halves.two, optional: true",
    ),
    ("debit: '1', amount: whole + taxed", "credit: '2', amount: taxed, optional: true", "credit: '3', amount: whole"),
    ("debit: '1', each: items", "credit: '2', amount: items"),
    (
        "debit: '1', amount: two_lefts, optional: true",
        "debit: '2', amount: part + part, optional: true",
        "credit: '3', amount: whole",
        "credit: '4', amount: whole",
    ),
    (
        "debit: '1', amount: other",
        "credit: '2', amount: other",
        "debit: '3', each: items",
        "credit: '4', amount: items",
    ),
]
UNBALANCED = {
    # equal for most events: what is rounded apart may come out apart
    "two roundings": (
        (
            "debit: '1', amount: whole + taxed",
            "credit: '2', amount: whole",
            "credit: '3', amount: taxed_again, optional: true",
        ),
        "taxed - taxed_again, in the event's currency",
    ),
    "two halves": (
        ("debit: '1', amount: whole", "credit: '2', amount: halves.one + halves.one, optional: true"),
        "whole - 2·halves.one, in the event's currency",
    ),
    # equal only when nothing was left out
    "a part left out": (("debit: '1', amount: whole", "credit: '2', amount: left, optional: true"), "part, in"),
    "two currencies": (
        ("debit: '1', amount: whole", "credit: '2', amount: other"),
        "whole, in the event's currency",
    ),
    "two rates": (
        ("debit: '1', amount: whole, rate: other_rate", "credit: '2', amount: whole"),
        "whole, in the currency 'currency' at 'other_rate'",
    ),
    "parts": (("debit: '1', each: items", "credit: '2', amount: whole"), "items - whole, in"),
}


@pytest.mark.parametrize("lines", BALANCED)
def test_what_always_balances_is_proved(lines, accounts):
    assert template_of(with_lines(*lines), "example", accounts)


@pytest.mark.parametrize("case", UNBALANCED)
def test_what_only_usually_balances_is_refused_with_what_remains(case, accounts):
    lines, remains = UNBALANCED[case]
    with pytest.raises(InputError) as refused:
        template_of(with_lines(*lines), "example", accounts)
    assert f"does not balance: debits minus credits = {remains}" in str(refused.value)
