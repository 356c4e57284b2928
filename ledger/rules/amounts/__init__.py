"""Amounts that a rule computes from the fields of an event, each under a name.

Every kind of amount answers twice: before any event with a linear form, from which the balance of the rule is proved,
and for an event with whole minor units. Sums and differences are exact and keep their form. Whatever rounds becomes a
symbol of its own, so that the proof can never rest on two roundings coming out alike.
"""

from ledger.rules.amounts.definition import Definition, Facts
from ledger.rules.amounts.definitions import definitions_of, forms_of
from ledger.rules.amounts.expression import Expression

__all__ = ["Definition", "Expression", "Facts", "definitions_of", "forms_of"]
