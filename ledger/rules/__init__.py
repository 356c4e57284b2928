"""Posting rules: business events → journals.

An event says what happened (a bill, a chargeback, a payroll run), a rule in YAML says which accounts that debits and
credits. Rules are data: the built-in ones cover the usual events, a tenant replaces any of them, and a rule that could
post an unbalanced journal for any event at all is refused when it is loaded (see `proof`). Turning an event into
journals is a pure function: no database is read, and the same event gives the same journals for ever.
"""

from ledger.rules.event import BusinessEvent, Context
from ledger.rules.rules import Rules, chart_extension

__all__ = ["BusinessEvent", "Context", "Rules", "chart_extension"]
