"""What agrees with what: the rules of `tieout.yml` as rule rows, and what people decide where rules do not reach.

The matching itself is SQL (dbt_project, macros/matching): it reads the rule rows made here, so that a changed rule is
changed data, not changed code. `first_seen` keeps when an exception was first published, so that its age survives
every rebuild; `casework` keeps what was done about it.
"""

from reconcile.casework import casework_tables
from reconcile.first_seen import FIRST_SEEN, record_published
from reconcile.rules import RuleTable, rule_rows

__all__ = ["FIRST_SEEN", "RuleTable", "casework_tables", "record_published", "rule_rows"]
