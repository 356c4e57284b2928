"""A mistake in a rules file: one line with the file, the line and the nearest valid word."""

import pytest

from ledger.rules import Rules
from tieout.errors import InputError

HEAD = "events:\n  tip:\n    says: A tip.\n"
FIELDS = HEAD + "    fields:\n      amount: {type: amount}\n      fee: {type: amount, optional: true}\n"
LINES = "    lines:\n      - {debit: bank, amount: amount}\n      - {credit: revenue, amount: amount}\n"
AMOUNTS = FIELDS + "    amounts:\n      "
TWO = (
    FIELDS
    + """      other: {type: amount, currency: coin, rate: price}
      coin: {type: currency}
      price: {type: rate}
    amounts:
      """
)
MONTHS = FIELDS + "      months: {type: count}\n      start: {type: date}\n    monthly: "
MISTAKES = {
    "not YAML": ("events: [", "rules.yml:1: not valid YAML: "),
    "not a mapping": ("- a\n", "rules.yml:1: expected keys such as 'roles:', 'methods:', 'events:'"),
    "a top key": ("evnts: {}\n", "rules.yml:1: evnts: unknown key 'evnts': did you mean 'events'?"),
    "a key twice": ("roles:\n  a: 1\n  a: 2\n", "rules.yml:3: key 'a' stands twice: remove one"),
    "a key of a rule": (FIELDS + LINES + "    txt: x\n", "rules.yml:10: events.tip.txt: unknown key 'txt': valid: "),
    "no lines": (FIELDS, "rules.yml:2: events.tip: a rule has 'lines', 'monthly' or both"),
    "no words on it": (FIELDS.replace("says: A tip.", "description: x") + LINES, "2: events.tip: missing key 'says'"),
    "a type": (FIELDS.replace("fee: {type: amount", "fee: {type: amont"), "6: events.tip.fields.fee.type: 'amont' is not one of them: did you mean 'amount'?"),
    "a reserved field": (FIELDS.replace("fee:", "rate:"), "6: events.tip.fields.rate: every event has 'rate' already"),
    "a field like a role": (FIELDS.replace("fee:", "bank:"), "6: events.tip.fields.bank: 'bank' is a role or a payment method"),
    "a default of an amount": (FIELDS.replace("optional: true", "default: 1"), "6: events.tip.fields.fee.default: a field of type amount has no default"),
    "an optional date": (FIELDS.replace("{type: amount, o", "{type: date, o"), "cannot be left out: give it a default instead"),
    "a default account": (FIELDS + "      to: {type: account, default: receivable}\n", "7: events.tip.fields.to.default: unknown account role 'receivable': did you mean 'receivables'?"),
    "a default method": (FIELDS + "      by: {type: method, default: bkas}\n", "7: events.tip.fields.by.default: unknown payment method 'bkas': did you mean 'bkash'?"),
    "a default percentage": (FIELDS + "      cut: {type: percent, default: -1}\n", "7: events.tip.fields.cut.default: -1 must not be negative"),
    "default months": (FIELDS + "      months: {type: count, default: 0}\n", "7: events.tip.fields.months.default: '0' is not a whole number"),
    "a currency's field": (FIELDS.replace("optional: true", "currency: fee, rate: fee"), "6: events.tip.fields.fee.currency: 'fee' is not one of them"),
    "an amount": (FIELDS + LINES.replace("amount: amount}", "amount: amuont}", 1), "8: events.tip.lines[0].amount: unknown amount 'amuont': did you mean 'amount'?"),
    "a role": (FIELDS + LINES.replace("revenue", "revenu"), "9: events.tip.lines[1].credit: unknown account role or field 'revenu': did you mean 'revenue'?"),
    "both sides": (FIELDS + LINES.replace("debit: bank", "debit: bank, credit: bank"), "8: events.tip.lines[0]: a line has either"),
    "neither amount nor each": (FIELDS + LINES.replace(", amount: amount", "", 1), "8: events.tip.lines[0]: a line has either an 'amount', or 'each'"),
    "each of an amount": (FIELDS + LINES.replace("amount: amount", "each: amount", 1), "8: events.tip.lines[0].each: 'amount' is not one of them"),
    "a line that might be zero": (FIELDS + LINES.replace("amount: amount", "amount: fee", 1), "8: events.tip.lines[0].amount: 'fee' might be zero: say 'optional: true'"),
    "a difference that might be zero": (FIELDS + LINES.replace("amount: amount", "amount: amount - fee", 1), "8: events.tip.lines[0].amount: 'amount - fee' might be zero"),
    "a line that is always zero": (FIELDS + LINES.replace("amount: amount", "amount: amount - amount", 1), "8: events.tip.lines[0].amount: 'amount - amount' is never more than zero"),
    "nothing but optional lines": (FIELDS + LINES.replace("amount: amount", "amount: fee, optional: true"), "7: events.tip.lines: every line might be zero at once"),
    "a factor": (AMOUNTS + "a: 2 * amount\n" + LINES, "8: events.tip.amounts.a: '2 * amount' is not an amount"),
    "a cycle": (AMOUNTS + "a: b + fee\n      b: a\n" + LINES, "amounts that need each other: a → b → a"),
    "an amount that needs itself": (AMOUNTS + "a: a + fee\n" + LINES, "8: events.tip.amounts.a: amounts that need each other: a → a"),
    "an amount like a field": (AMOUNTS + "fee: amount\n" + LINES, "8: events.tip.amounts.fee: 'fee' is a field already"),
    "a percentage unrounded": (AMOUNTS + "a: {percent: 19, of: amount}\n" + LINES, "8: events.tip.amounts.a: missing key 'rounding'"),
    "a rounding": (AMOUNTS + "a: {percent: 19, of: amount, rounding: halfup}\n" + LINES, "8: events.tip.amounts.a.rounding: 'halfup' is not one of them: did you mean 'half_up'?"),
    "a percentage field": (AMOUNTS + "a: {percent: x, of: amount, rounding: up}\n" + LINES, "8: events.tip.amounts.a.percent: 'x' is not one of them: there is none"),
    "an allocation's rest": (AMOUNTS + "a: {allocate: amount, to: {x: 50%, y: 1/3}}\n" + LINES, "8: events.tip.amounts.a.to: the parts leave some of the whole over"),
    "an allocation's excess": (AMOUNTS + "a: {allocate: amount, to: {x: 50%, y: 2/3}}\n" + LINES, "8: events.tip.amounts.a.to: the ratios are more than the whole"),
    "an unknown kind of amount": (AMOUNTS + "a: {percnt: 19}\n" + LINES, "8: events.tip.amounts.a.percnt: unknown key 'percnt': did you mean 'percent'?"),
    "a sum over two currencies": (TWO + "a: amount + other\n" + LINES, "11: events.tip.amounts.a: 'amount + other' adds amounts of different currencies"),
    "an allocation over two currencies": (TWO + "a: {allocate: amount, to: {x: other, y: remaining}}\n" + LINES, "11: events.tip.amounts.a: the parts are in different currencies"),
    "a rate of a functional amount": (TWO + "a: {in_functional: other, rate: price}\n" + LINES.replace("amount: amount", "amount: a, optional: true, rate: price", 1), "13: events.tip.lines[0].rate: an amount in functional currency has no rate"),
    "a description": (FIELDS + LINES + "    description: To {countrparty}\n", "10: events.tip.description: unknown field 'countrparty': did you mean 'counterparty'?"),
    "a month's field": (MONTHS + "{amount: amount, months: start, from: start, debit: bank, credit: bank}\n", "9: events.tip.monthly.months: 'start' is not one of them"),
    "a month's account": (MONTHS + "{amount: amount, months: months, from: start, debit: bnk, credit: bank}\n", "9: events.tip.monthly.debit: unknown account role or field 'bnk'"),
    "a method's role": ("methods:\n  upay: wallets\n", "rules.yml:2: methods.upay: unknown role 'wallets'"),
    "a method like a role": ("methods:\n  revenue: 1000\n", "rules.yml:1: 'revenue' is both a role and a payment method"),
    "an account that is a list": ("roles:\n  revenue: [1]\n", "rules.yml:2: roles.revenue: expected a text"),
    "lines that are none": (FIELDS + "    lines: {}\n", "7: events.tip.lines: expected a list"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_that_says_where_and_what(mistake, load):
    text, said = MISTAKES[mistake]
    with pytest.raises(InputError) as refused:
        load(text)
    assert said in str(refused.value)
    assert str(refused.value).startswith("rules.yml:")
    assert "\n" not in str(refused.value)


def test_the_example_that_the_mistakes_are_made_in_is_right(load):
    assert load(FIELDS + LINES).templates["tip"].says == "A tip."


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="the posting rules cannot be read: No such file"):
        Rules.load(tmp_path / "rules.yml")
