"""The proof that a rule balances: for every event that there can be, before the first one comes.

Debits minus credits, added up as linear forms, must be the zero form: for each currency, and for each rate of one
currency, so that the functional amounts balance too. Nothing is tried out: a rule that balances for a thousand samples
and not for all is refused as surely as one that never does.
"""

from collections.abc import Iterable, Sequence

from ledger.rules.forms import EVENT, FUNCTIONAL, Form, Sign, Unit
from ledger.rules.lines import Line
from tieout.sections import Section


def prove(section: Section, lines: Sequence[Line]) -> None:
    """Prove that the lines balance for every event, and that no event leaves them all out.

    Raises:
        InputError: they do not; with file, line, and what debits minus credits comes to instead of zero.
    """
    for unit, total in imbalances(lines):
        raise section.mistake(f"does not balance: debits minus credits = {total}, {_words(unit)}", "lines")
    if all(debits.sign is not Sign.POSITIVE for debits in _totals(line for line in lines if line.side > 0)):
        raise section.mistake("every line might be zero at once: an event could leave an empty journal", "lines")


def imbalances(lines: Iterable[Line]) -> list[tuple[Unit, Form]]:
    """Each unit in which debits minus credits is not the zero form, with what it is instead."""
    return [(total.unit, total) for total in _totals(lines) if total.terms]


def _totals(lines: Iterable[Line]) -> list[Form]:
    """Debits minus credits in each unit."""
    totals: dict[Unit, Form] = {}
    for line in lines:
        in_unit = Form(line.unit, line.form.terms)
        totals[line.unit] = totals.get(line.unit, Form(line.unit, {})).plus(in_unit, line.side)
    return list(totals.values())


def _words(unit: Unit) -> str:
    if unit == EVENT:
        return "in the event's currency"
    return "in functional currency" if unit == FUNCTIONAL else f"in the currency '{unit.currency}' at '{unit.rate}'"
