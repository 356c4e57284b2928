"""What agrees with what: the rules of `tieout.yml` as rule rows, and what is remembered of each exception.

The matching itself is SQL (dbt_project, macros/matching): it reads the rule rows made here, so that a changed rule is
changed data, not changed code. `seen` keeps when an exception was first published, so that its age survives every
rebuild.
"""

from reconcile.rules import RuleTable, rule_rows
from reconcile.seen import first_seen, remember

__all__ = ["RuleTable", "first_seen", "remember", "rule_rows"]
