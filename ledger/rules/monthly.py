"""A rule for many journals: an amount spread over months, one debit and one credit at each month's end."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.rules.accounts import Accounts
from ledger.rules.amounts import Expression
from ledger.rules.fields import Field
from ledger.rules.forms import Form, Unit
from ledger.rules.lines import account_of
from tieout.errors import InputError
from tieout.sections import Section


class Monthly(NamedTuple):
    """Both lines of every month have the month's share of `amount`, so that no month can be out of balance."""

    amount: Expression
    months: str
    start: str
    debit: str
    credit: str
    unit: Unit


def monthly_of(section: Section, fields: Mapping[str, Field], forms: Mapping[str, Form], accounts: Accounts) -> Monthly:
    """A `monthly:` block as it is written.

    Raises:
        InputError: a key or field is unknown, or the amount is never above zero; with file and line.
    """
    section.only("amount", "months", "from", "debit", "credit")
    try:
        amount = Expression.of(section.text("amount"))
        form = amount.form(forms)
    except InputError as error:
        raise section.mistake(str(error), "amount") from None
    if form.never_positive:
        raise section.mistake(f"'{amount.text}' is never more than zero", "amount")
    return Monthly(
        amount=amount,
        months=section.one_of("months", section.text("months"), _of_type("count", fields)),
        start=section.one_of("from", section.text("from"), _of_type("date", fields)),
        debit=account_of(section, "debit", fields, accounts),
        credit=account_of(section, "credit", fields, accounts),
        unit=form.unit,
    )


def _of_type(kind: str, fields: Mapping[str, Field]) -> list[str]:
    return [field.name for field in fields.values() if field.type == kind]
