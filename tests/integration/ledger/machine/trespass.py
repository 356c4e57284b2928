"""A tenant that tries another one's book: nothing is seen there, nothing can be written there."""

import psycopg
import pytest

from ledger.balances import trial_balance
from tests.integration.ledger.machine.outcomes import reason_of
from tieout.errors import InputError
from tieout.postgres.tenancy import tenant_transaction

_TABLES = (
    "tenants",
    "entities",
    "accounts",
    "currencies",
    "journals",
    "lines",
    "events",
    "event_log",
    "pendings",
    "pending_lines",
    "pending_outcomes",
    "reserved_amounts",
    "limited_balances",
    "periods",
    "period_events",
    "folds",
    "fold_days",
    "seals",
)
_VISIBLE = " UNION ALL ".join(
    f"SELECT '{table}', count(*) FROM ledger.{table} WHERE tenant_id <> %(own)s" for table in _TABLES
)
_A_LINE = (
    "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
    " VALUES (%(other)s, nextval('ledger.event_numbers'), 1, '1000', 'EUR', 5, 5)"
)
_AN_ANSWER = (
    "INSERT INTO ledger.requests (tenant_id, key, sha256, status, response, requested_by)"
    " VALUES (%(other)s, 'K', sha256(''), 201, 'forged', 'thief')"
)
_A_CALENDAR = (
    "INSERT INTO ledger.fiscal_calendars (tenant_id, entity_id, kind, boundary, adjustment_period)"
    " VALUES (%(other)s, 'de', 'month', '6 april', true)"
)
_FORBIDDEN = (
    _A_LINE,
    _AN_ANSWER,
    _A_CALENDAR,
    "UPDATE ledger.journals SET tenant_id = %(own)s WHERE tenant_id = %(other)s",
    "DELETE FROM ledger.lines WHERE tenant_id = %(other)s",
    "DELETE FROM ledger.period_events",
)


def assert_out_of_reach(connection, own, other, command):
    """Whatever `own` tries on the book of `other` is refused, and what it reads there is nothing."""
    with tenant_transaction(connection, own):
        for attempt in (command.run, lambda session, tenant: trial_balance(session, tenant, "de")):
            with pytest.raises(InputError) as refusal:
                attempt(connection, other)
            assert reason_of(refusal.value) in {"other_tenant", "twice"}
        seen = connection.execute(_VISIBLE, {"own": own}).fetchall()
        assert [row for row in seen if row[1]] == []
        for attempt in _FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(attempt, {"own": own, "other": other})
