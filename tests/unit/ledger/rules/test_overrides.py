"""A tenant's own roles, methods and rules come before the built-in ones."""

import pytest

from ledger.rules import Rules
from tests.unit.ledger.rules.examples import CONTEXT, event
from tieout.errors import InputError


def lines(rules, *arguments):
    (journal,) = rules.journals(event(*arguments), CONTEXT)
    return [(line.account, str(line.amount)) for line in journal.lines]


def test_a_role_moves_to_another_account_in_every_built_in_rule(load):
    rules = load("roles: {receivables: '1400-DE', processing_fees: 6855}\n")
    fields = {"amount": "10.00", "fee": "0.30", "method": "card"}
    assert lines(rules, "payment", fields) == [("1111", "9.70"), ("6855", "0.30"), ("1400-DE", "-10.00")]


def test_a_method_is_added_or_moved_and_may_be_booked_to_a_role(load):
    rules = load("methods: {upay: 1124, card: 1110, barter: inventory}\n")
    assert lines(rules, "payment", {"amount": "1.00", "method": "upay"})[0] == ("1124", "1.00")
    assert lines(rules, "payment", {"amount": "1.00", "method": "card"})[0] == ("1110", "1.00")
    assert lines(rules, "payment", {"amount": "1.00", "method": "barter"})[0] == ("1300", "1.00")


def test_a_role_that_a_tenant_moves_takes_the_methods_that_are_booked_to_it_along(load):
    rules = load("roles: {inventory: 3980}\nmethods: {barter: inventory}\n")
    assert lines(rules, "payment", {"amount": "1.00", "method": "barter"})[0] == ("3980", "1.00")


def test_a_rule_of_the_same_name_takes_the_built_in_ones_place_and_another_is_added(load):
    rules = load(
        """
roles: {tips: 4300}
events:
  processor_fee:
    says: Fees are invoiced to us, not withheld.
    fields: {amount: {type: amount}}
    lines:
      - {debit: processing_fees, amount: amount}
      - {credit: payables, amount: amount}
  tip:
    says: A tip, of which the house keeps a third.
    fields: {amount: {type: amount}, method: {type: method}}
    amounts:
      parts: {allocate: amount, to: {house: 1/3, staff: remaining}}
    lines:
      - {debit: method, amount: amount}
      - {credit: tips, amount: parts.house, optional: true}
      - {credit: "2450", amount: parts.staff, optional: true, description: "Tip {method}"}
"""
    )
    assert lines(rules, "processor_fee", {"amount": "2.00"}) == [("5200", "2.00"), ("2000", "-2.00")]
    assert lines(rules, "tip", {"amount": "1.00", "method": "cash"}) == [
        ("1010", "1.00"),
        ("4300", "-0.33"),
        ("2450", "-0.67"),
    ]
    assert set(Rules.load().templates) < set(rules.templates)


def test_fixed_parts_that_do_not_fit_the_event_are_refused_by_name(load):
    rules = load(
        """
events:
  commission:
    says: A fixed commission, and the rest.
    fields: {amount: {type: amount}, fixed_part: {type: amount}}
    amounts:
      parts: {allocate: amount, to: {agent: fixed_part, ours: remaining}}
    lines:
      - {debit: bank, amount: amount}
      - {credit: payables, amount: parts.agent}
      - {credit: revenue, amount: parts.ours, optional: true}
"""
    )
    assert lines(rules, "commission", {"amount": "5.00", "fixed_part": "5.00"}) == [("1000", "5.00"), ("2000", "-5.00")]
    with pytest.raises(InputError, match=r"event 'E-1' \(commission\): parts: the fixed parts are more than the whole"):
        lines(rules, "commission", {"amount": "5.00", "fixed_part": "5.01"})
