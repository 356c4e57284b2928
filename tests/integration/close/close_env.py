"""One tenant with one entity, `e`, an open book and nothing published: enough for all that a close asks of PostgreSQL."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import psycopg

from ledger.balances import trial_balance
from ledger.periods import periods
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from reporting.close import CloseSession
from tieout.workspace import Workspace

CONFIG = """\
tenant: {tenant}
entities: [{{id: e, name: E, currency: EUR, fiscal_calendar: {{kind: month, adjustment_period: {thirteen}}}}}]
close: {{approvers: [{approvers}]}}
"""


@dataclass(frozen=True)
class CloseEnv:
    """One tenant with one entity, `e`, and nothing published."""

    workspace: Workspace
    connection: psycopg.Connection

    @property
    def tenant(self):
        return self.workspace.config.tenant

    def session(self, who):
        return CloseSession(self.workspace, self.connection, None, "e", who)

    def post(self, name, day, *lines, **fields):
        """Lines are (account, amount) in euros, or (account, amount, currency, base amount or rate)."""
        journal = JournalRequest(
            journal_id=name, entity="e", date=date.fromisoformat(day), lines=tuple(map(line, lines)), **fields
        )
        return post(self.connection, self.tenant, [journal])

    def balances(self, day):
        """(account, currency) → (amount, functional amount), minor units; accounts at zero are left out."""
        found = trial_balance(self.connection, self.tenant, "e", date.fromisoformat(day))
        return {
            (row.account_code, row.currency): (row.balance, row.base_balance)
            for row in found
            if row.balance or row.base_balance
        }

    def locked(self):
        return [period.period for period in periods(self.connection, self.tenant, "e") if period.status == "closed"]

    def rows(self, sql, **values):
        with self.connection.transaction():
            self.connection.execute("SELECT set_config('tieout.tenant', %s, true)", (self.tenant,))
            return self.connection.execute(sql, {"tenant": self.tenant, **values}).fetchall()


def line(cells):
    account, amount, *foreign = cells
    if not foreign:
        return LineRequest(account=account, amount=Decimal(amount))
    currency, base = foreign
    return LineRequest(account=account, amount=Decimal(amount), currency=currency, base_amount=Decimal(base))
