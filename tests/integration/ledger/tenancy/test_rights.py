"""What the service's role may not do to its own tenant's book either: the law's tables are written by the law."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.integration.ledger.tenancy.catalog import names, refused
from tests.integration.ledger.tenancy.conftest import open_pending, post_by_sql
from tieout.errors import InputError
from tieout.postgres.tenancy import enter, tenant_transaction

FORGED = "INSERT INTO ledger.events (tenant_id, kind, body, sha256) VALUES ('acme', 'journal_posted', '{}', sha256(''))"
ON_A_TABLE_OF_ONES_OWN = f"""
CREATE TEMP TABLE own (n integer) ON COMMIT DROP;
CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {FORGED}; RETURN NULL; END $$;
CREATE TRIGGER forge AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION pg_temp.forge();
INSERT INTO own VALUES (1)
"""
WITH_THE_LEDGERS_OWN_TRIGGER = """
CREATE TEMP TABLE own (tenant_id text) ON COMMIT DROP;
CREATE TRIGGER forge AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION ledger.record_row('journal_posted');
INSERT INTO own VALUES ('acme')
"""


@pytest.mark.parametrize("forgery", [FORGED, ON_A_TABLE_OF_ONES_OWN, WITH_THE_LEDGERS_OWN_TRIGGER])
def test_an_event_cannot_be_forged(neighbours, service, forgery):
    with pytest.raises(InsufficientPrivilege), tenant_transaction(service, "acme"):
        service.execute(forgery)


def test_a_right_to_insert_events_given_by_mistake_does_not_forge_one(neighbours, database_server):
    database_server.administer(
        "GRANT INSERT ON ledger.events TO service", "GRANT USAGE ON SEQUENCE ledger.event_numbers TO service"
    )
    try:
        with (
            database_server.connect("service") as service,
            refused(psycopg.Error, match="written by the ledger itself") as refusal,
        ):
            service.execute("SELECT set_config('tieout.tenant', 'acme', true)")
            service.execute(ON_A_TABLE_OF_ONES_OWN)
        assert refusal.value.sqlstate == "LD003"
    finally:
        database_server.administer("REVOKE INSERT ON ledger.events FROM service")


def test_the_service_posts_and_its_events_are_the_laws(neighbours, service):
    with tenant_transaction(service, "acme"):
        post_by_sql(service, "acme", "by the service")
        service.execute(
            "INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)"
            " VALUES ('acme', 'main', '1001', 'Petty cash', 'asset')"
        )
        listed = names(
            service, "SELECT kind FROM ledger.events WHERE recorded_xid = pg_current_xact_id() ORDER BY event_no"
        )
    assert listed == ["journal_posted", "account_opened"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger.accounts SET type = 'equity'",
        "UPDATE ledger.entities SET currency = 'USD'",
        "UPDATE ledger.limited_balances SET balance = 0",
        "SELECT ledger.move_limited('acme', 'main', '{1110}', '{5}', NULL, NULL)",
        "SELECT ledger.isolate('ledger.journals')",
        "INSERT INTO ledger.tenants VALUES ('acme')",
        "INSERT INTO ledger.currencies (tenant_id, currency, scale) VALUES ('acme', 'XXX', 2)",
        "INSERT INTO ledger.auditors (tenant_id, login, admitted) VALUES ('acme', 'service', true)",
        "INSERT INTO ledger.requests SELECT 'acme', 'K2', sha256(''), 201, '', '', '2001-01-01'",
        "SELECT setval('ledger.event_numbers', 1)",
        "ALTER TABLE ledger.journals NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE ledger.journals DISABLE TRIGGER append_only",
        "SET LOCAL session_replication_role = replica",
        "TRUNCATE ledger.journals CASCADE",
        "CREATE TABLE ledger.own (n integer)",
        "SET LOCAL ROLE tieout_auditor",
        "SET LOCAL ROLE keeper",
        "SET SESSION AUTHORIZATION keeper",
    ],
)
def test_the_services_role_is_refused(neighbours, service, statement):
    with pytest.raises(InsufficientPrivilege), tenant_transaction(service, "acme"):
        service.execute(statement)


def test_row_security_cannot_be_switched_off(neighbours, service):
    with refused(match="would be affected by row-level security"), tenant_transaction(service, "acme"):
        service.execute("SET LOCAL row_security = off")
        service.execute("SELECT * FROM ledger.journals")


def test_the_law_is_not_blinded_by_a_tenant_changed_within_the_statement(neighbours, service):
    """The check of an exact contra looks its original up; one that is hidden from it must not count as none."""
    post = "INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date, reverses)"
    with refused(psycopg.Error) as refusal, tenant_transaction(service, "acme"):
        post_by_sql(service, "acme", "original")
        service.execute(
            "WITH number AS MATERIALIZED (SELECT nextval('ledger.event_numbers') AS no), lines AS ("
            " INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " SELECT 'acme', no, n, '1000', 'EUR', 3 - 2 * n, 3 - 2 * n FROM number, generate_series(1, 2) AS n),"
            f" journals AS ({post} SELECT 'acme', no, 'no contra', 'main', 'EUR', '2026-01-31',"
            " current_setting('test.journal_no')::bigint FROM number RETURNING 1)"
            " SELECT set_config('tieout.tenant', 'globex', true) FROM journals"
        )
    assert refusal.value.sqlstate in {"LD002", "LD006", "LD008", "42501"}
    with tenant_transaction(service, "acme"):
        assert names(service, "SELECT journal_no FROM ledger.journals WHERE journal_id = 'no contra'") == []


def test_a_check_at_the_commit_is_not_blinded_by_a_tenant_changed_before_it(neighbours, service):
    """A pending is settled by a journal that is not what was reserved."""
    with refused(psycopg.Error) as refusal, tenant_transaction(service, "acme"):
        open_pending(service, "acme", 2_000_000_000)
        post_by_sql(service, "acme", "another amount", amount=77)
        service.execute(
            "INSERT INTO ledger.pending_outcomes (tenant_id, pending_no, outcome, journal_id)"
            " VALUES ('acme', 2000000000, 'posted', 'another amount')"
        )
        service.execute("SET CONSTRAINTS ledger.first_line_has_its_journal IMMEDIATE")
        service.execute("SELECT set_config('tieout.tenant', 'globex', true)")
    assert refusal.value.sqlstate == "LD026"


def test_the_names_of_all_tenants_come_through_one_door(neighbours, service):
    assert {"acme", "globex"} <= set(names(service, "SELECT ledger.tenant_ids()"))
    assert names(service, "SELECT tenant_id FROM ledger.tenants") == []


def test_a_transaction_is_one_tenants(neighbours, keeper):
    with keeper.transaction():
        enter(keeper, "acme")
        enter(keeper, "acme")
        with pytest.raises(InputError, match="belongs to another tenant than 'globex'"):
            enter(keeper, "globex")


def test_a_tenant_is_named_only_where_the_name_ends_with_the_block(neighbours, database_server, service):
    service.execute("SELECT 1")
    with pytest.raises(RuntimeError, match="idle connection"), tenant_transaction(service, "acme"):
        pass
    with (
        database_server.connect("service", autocommit=True) as connection,
        pytest.raises(RuntimeError, match="none open"),
    ):
        enter(connection, "acme")
    with pytest.raises(InputError, match="no name"):
        enter(service, "")
