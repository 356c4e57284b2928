"""A posting rule: the template of one event type, read and proved."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.rules.accounts import Accounts
from ledger.rules.amounts import Definition, definitions_of, forms_of
from ledger.rules.fields import OF_THE_EVENT, Field, fields_of
from ledger.rules.forms import Unit
from ledger.rules.lines import Line, line_of
from ledger.rules.monthly import Monthly, monthly_of
from ledger.rules.proof import prove
from ledger.rules.texts import text_of
from tieout.sections import Section


class Template(NamedTuple):
    """What one event type needs and posts: a journal of its date (`lines`), a journal a month (`monthly`), or both."""

    type: str
    says: str
    fields: Mapping[str, Field]
    definitions: Mapping[str, Definition]
    units: Mapping[str, Unit]
    lines: tuple[Line, ...]
    monthly: Monthly | None
    description: str | None


def template_of(section: Section, name: str, accounts: Accounts) -> Template:
    """A rule as it is written.

    Raises:
        InputError: at its first mistake, or when it is not proved to balance; with file and line.
    """
    section.only("says", "fields", "amounts", "description", "lines", "monthly")
    fields = fields_of(section.inner("fields"), accounts)
    amounts = section.inner("amounts")
    definitions = definitions_of(amounts, fields)
    forms = forms_of(amounts, fields, definitions)
    lines = tuple(line_of(line, fields, forms, accounts) for line in section.listed("lines"))
    monthly = None
    if "monthly" in section.values:
        monthly = monthly_of(section.inner("monthly"), fields, forms, accounts)
    if lines:
        prove(section, lines)
    elif monthly is None:
        raise section.mistake("a rule has 'lines', 'monthly' or both")
    return Template(
        type=name,
        says=section.text("says"),
        fields=fields,
        definitions=definitions,
        units={named: form.unit for named, form in forms.items()},
        lines=lines,
        monthly=monthly,
        description=text_of(section, "description", (*fields, *OF_THE_EVENT)),
    )
