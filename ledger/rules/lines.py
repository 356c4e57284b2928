"""The lines of a rule: which account is debited or credited, with which amount."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.rules.accounts import WORD, Accounts
from ledger.rules.amounts import Expression
from ledger.rules.fields import Field
from ledger.rules.forms import FUNCTIONAL, Form, Sign, Unit
from ledger.rules.texts import text_of
from tieout.errors import InputError
from tieout.sections import Section
from tieout.suggestions import did_you_mean

_SIDES = {"debit": 1, "credit": -1}
_ACCOUNT_FIELDS = ("account", "method")


class Line(NamedTuple):
    """One line: `side` is +1 for a debit; with `each` it is one line for every part of that field.

    `form` is the amount before any event; `unit` the currency and rate that the line is booked in.
    """

    side: int
    account: str
    amount: Expression
    each: str | None
    optional: bool
    either_side: bool
    description: str | None
    form: Form
    unit: Unit


def line_of(section: Section, fields: Mapping[str, Field], forms: Mapping[str, Form], accounts: Accounts) -> Line:
    """One line as it is written.

    Raises:
        InputError: a word is unknown, or the amount may be zero and the line does not say so.
    """
    section.only("debit", "credit", "amount", "each", "optional", "either_side", "rate", "description")
    sides = [side for side in _SIDES if side in section.values]
    if len(sides) != 1:
        raise section.mistake("a line has either 'debit' or 'credit', with its account")
    amount, each = _amount(section, fields)
    try:
        form = amount.form(forms)
    except InputError as error:
        raise section.mistake(str(error), "amount") from None
    unit = form.unit
    if "rate" in section.values:
        if unit == FUNCTIONAL:
            raise section.mistake("an amount in functional currency has no rate", "rate")
        rates = ["rate", *(field.name for field in fields.values() if field.type == "rate")]
        unit = Unit(unit.currency, section.one_of("rate", section.text("rate"), rates))
    line = Line(
        side=_SIDES[sides[0]],
        account=account_of(section, sides[0], fields, accounts),
        amount=amount,
        each=each,
        optional=section.yes("optional"),
        either_side=section.yes("either_side"),
        description=text_of(section, "description", (*fields, "reference", "counterparty")),
        form=form,
        unit=unit,
    )
    _check_sign(section, line)
    return line


def account_of(section: Section, key: str, fields: Mapping[str, Field], accounts: Accounts) -> str:
    """A code, a role, a payment method or the name of a field that brings one.

    Raises:
        InputError: it is none of them; the nearest is named.
    """
    word = section.text(key)
    of_fields = [field.name for field in fields.values() if field.type in _ACCOUNT_FIELDS]
    valid = [*of_fields, *accounts.roles, *accounts.methods]
    if WORD.fullmatch(word) and word not in valid:
        raise section.mistake(f"unknown account role or field '{word}': {did_you_mean(word, valid)}", key)
    return word


def _amount(section: Section, fields: Mapping[str, Field]) -> tuple[Expression, str | None]:
    each = section.maybe("each")
    if (each is None) is ("amount" not in section.values):
        raise section.mistake("a line has either an 'amount', or 'each' with a field of type parts")
    if each is not None:
        section.one_of("each", each, [field.name for field in fields.values() if field.type == "parts"])
        return Expression.of(each), each
    try:
        return Expression.of(section.text("amount")), None
    except InputError as error:
        raise section.mistake(str(error), "amount") from None


def _check_sign(section: Section, line: Line) -> None:
    key = "each" if line.each else "amount"
    if line.form.never_positive:
        raise section.mistake(f"'{line.amount.text}' is never more than zero: turn the line round, or remove it", key)
    if line.form.sign is not Sign.POSITIVE and not line.optional:
        raise section.mistake(
            f"'{line.amount.text}' might be zero: say 'optional: true', then the line is left out when it is", key
        )
