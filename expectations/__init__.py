"""What must hold before numbers are shown: the audit of a private build.

An **expectation** is a claim about a build, in an accountant's words ("every journal balances"), with the query that
would find the rows against it. A **suite** is a list of them, as data, in `suites/`. Great Expectations runs them on
the marts that dbt has just built and nobody has seen yet; an expectation that is **violated** shows the rows against
it, one that **errored** could not be evaluated. A blocking one that did not pass stops publication: the last good marts
stay.

Laws that need a whole table at once (balance per journal, an item's one place) share **evidence** (`evidence/`): one
scan that keeps only what a claim could be broken by, so that the audit costs a fraction of the build it audits.

`catalogue` lists every expectation without loading Great Expectations, whose import takes seconds;
`expectations.auditor.Auditor` loads it in a process of its own, while other work goes on.
"""

from expectations.claims import catalogue
from expectations.model import AuditRequest, CheckResult, CheckSpec, Outcome, PostgresBuild

__all__ = ["AuditRequest", "CheckResult", "CheckSpec", "Outcome", "PostgresBuild", "catalogue"]
