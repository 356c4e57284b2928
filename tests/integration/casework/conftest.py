"""A real PostgreSQL with open books, published marts, and for each test a tenant of its own: casework is append-only."""

import itertools
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import psycopg
import pytest

from cli.exceptions.session import LEDGER
from ledger.setup import sync_books
from reconcile.casework import CaseworkSession, events, states
from tests.support.marts_fixture import build_marts
from tieout.postgres import connect
from tieout.workspace import Workspace

CONFIG = """\
tenant: acme
entities:
  - {id: acme-de, name: Acme GmbH, currency: EUR}
  - {id: acme-us, name: Acme Inc, currency: USD}
sources:
  - {id: stripe, kind: statement, format: stripe_balance, path: "inbox/stripe/*.csv"}
  - {id: bank-de, kind: statement, format: camt053, path: "inbox/de/*.xml", entity: acme-de}
  - {id: bank-us, kind: statement, format: camt053, path: "inbox/us/*.xml", entity: acme-us}
reconciliations:
  - {id: stripe, left: {source: ledger, account: "1110"}, right: {source: stripe}}
  - {id: bank-de, left: {source: ledger, account: "1000", entity: acme-de, where: {kind: [payout, transfer]}}, right: {source: bank-de}}
  - {id: bank-us, left: {source: ledger, account: "1000", entity: acme-us}, right: {source: bank-us}}
"""
PROPOSED = """
INSERT INTO marts.match_items (tenant_id, match_id, side, item_id, source, line_ref, currency, amount, date)
SELECT tenant_id, 'M-PROPOSED-1', side, item_id, source, line_ref, currency, amount, date FROM marts.exceptions
WHERE exception_id IN ('EX-007', 'EX-008');
INSERT INTO marts.matches BY NAME
SELECT * REPLACE ('M-PROPOSED-2' AS match_id) FROM marts.matches WHERE match_id = 'M-PROPOSED-1';
INSERT INTO marts.match_items (tenant_id, match_id, side, item_id, source, line_ref, currency, amount, date)
SELECT tenant_id, 'M-PROPOSED-2', side, item_id, source, line_ref, currency, amount, date FROM marts.exceptions
WHERE exception_id IN ('EX-007', 'EX-009');
INSERT INTO marts.exceptions BY NAME
SELECT * REPLACE ('EX-100' AS exception_id, 'C-100' AS case_id, 'GBP' AS currency, 'acme-de' AS entity_id, 'stripe|gbp' AS item_id)
FROM marts.exceptions WHERE exception_id = 'EX-001';
"""
_TENANTS = itertools.count(1)


@dataclass(frozen=True)
class CaseworkEnv:
    """One tenant's casework, and its book."""

    workspace: Workspace
    session: CaseworkSession

    @property
    def connection(self) -> psycopg.Connection:
        return self.session.connection

    @property
    def tenant(self):
        return self.session.tenant

    def as_(self, who):
        return replace_session(self.session, actor=who)

    def status(self, exception_id):
        found = states(self.connection, self.tenant, [exception_id])
        return found[0].status if found else "open"

    def state(self, exception_id):
        return states(self.connection, self.tenant, [exception_id])[0]

    def kinds(self, exception_id):
        return [event.kind for event in events(self.connection, self.tenant, exception_id)]

    def journals(self):
        """Every journal of casework with its lines: [(journal_id, reverses, ((account, minor amount), ...))]."""
        with self.connection.transaction():
            self.connection.execute("SELECT set_config('tieout.tenant', %s, true)", (self.tenant,))
            return self.connection.execute(
                "SELECT journal.journal_id, original.journal_id, array_agg(ARRAY[line.account_code, line.amount::text] ORDER BY line_no)"
                " FROM ledger.journals AS journal JOIN ledger.lines AS line USING (tenant_id, journal_no)"
                " LEFT JOIN ledger.journals AS original ON original.tenant_id = journal.tenant_id AND original.journal_no = journal.reverses"
                " WHERE journal.tenant_id = %s GROUP BY journal.journal_no, journal.journal_id, original.journal_id ORDER BY journal.journal_no",
                (self.tenant,),
            ).fetchall()


def replace_session(session, **changes):
    return CaseworkSession(
        **{
            "connection": session.connection,
            "config": session.config,
            "marts": session.marts,
            "ledger": session.ledger,
            "actor": session.actor,
        }
        | changes
    )


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("casework")
    (root / "tieout.yml").write_text(CONFIG)
    return Workspace.open(root)


@pytest.fixture(scope="session")
def marts(tmp_path_factory):
    file = tmp_path_factory.mktemp("marts") / "version.duckdb"
    build_marts(file, after=PROPOSED)
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET schema = 'marts'")
        yield connection


@contextmanager
def open_casework_env(workspace, marts):
    config = workspace.config.model_copy(update={"tenant": f"acme-{next(_TENANTS)}"})
    with connect(workspace) as connection:
        sync_books(connection, config, workspace.root)
        yield CaseworkEnv(workspace, CaseworkSession(connection, config, marts, LEDGER, "anna"))
        connection.rollback()


@pytest.fixture
def casework_env(workspace, marts):
    with open_casework_env(workspace, marts) as casework_env:
        yield casework_env


@pytest.fixture
def anna(casework_env):
    """Who drafts."""
    return casework_env.session


@pytest.fixture
def ben(casework_env):
    """Who approves."""
    return casework_env.as_("ben")
