"""Two tenants with the same keys in the same tables: neither reaches a row of the other, whoever asks."""

import psycopg
import pytest
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege, UniqueViolation

from tests.integration.ledger.tenancy.catalog import columns, copy_as, names, refused, tables
from tests.integration.ledger.tenancy.conftest import post_by_sql
from tieout.postgres.tenancy import tenant_transaction

ROW_LEVEL = "violates row-level security policy"
FORBIDS_EVERY_CHANGE = {"LD003", "LD031"}
LISTED_FOR_THE_OWNER = {"ledger.tenants"}


def in_schema(connection):
    found = tables(connection)
    connection.rollback()
    return found


def seen(connection, table):
    return set(names(connection, f"SELECT DISTINCT tenant_id FROM {table}"))


def name_tenant(connection, tenant):
    connection.execute("SELECT set_config('tieout.tenant', %s, true)", (tenant,))


def test_a_transaction_that_names_no_tenant_sees_nothing_and_writes_nothing(neighbours, keeper, service):
    for table in in_schema(keeper):
        assert seen(service, table) == set(), table
        assert seen(keeper, table) == set() or table in LISTED_FOR_THE_OWNER, table
        service.rollback()
        keeper.rollback()
    with pytest.raises(InsufficientPrivilege, match=ROW_LEVEL):
        keeper.execute("INSERT INTO ledger.currencies (tenant_id, currency, scale) VALUES ('acme', 'XXX', 2)")


def test_a_tenants_name_is_gone_with_its_transaction(neighbours, service):
    with tenant_transaction(service, "acme"):
        assert seen(service, "ledger.journals") == {"acme"}
    assert seen(service, "ledger.journals") == set()
    assert service.execute("SELECT current_user, current_setting('tieout.tenant', true)").fetchone() == ("service", "")


def test_a_failed_transaction_takes_the_tenants_name_with_it(neighbours, service):
    with pytest.raises(ZeroDivisionError), tenant_transaction(service, "acme"):
        raise ZeroDivisionError
    assert service.execute("SELECT current_user, current_setting('tieout.tenant', true)").fetchone() == ("service", "")


@pytest.mark.parametrize(("own", "other"), [("acme", "globex"), ("globex", "acme")])
def test_no_table_shows_a_row_of_another_tenant(neighbours, keeper, service, own, other):
    empty = []
    for table in in_schema(keeper):
        with tenant_transaction(service, own):
            found = seen(service, table)
            assert found <= {own}, table
            assert names(
                service, f"SELECT count(*) FROM {table} WHERE tenant_id <> %s OR tenant_id = %s", own, other
            ) == [0]
        empty += [] if found else [table]
        with keeper.transaction():
            name_tenant(keeper, own)
            assert seen(keeper, table) <= {own} or table in LISTED_FOR_THE_OWNER, table
    assert empty == [], "fill() gives both tenants a row in every table"


@pytest.mark.parametrize("login", ["keeper", "service"])
def test_no_table_takes_a_row_for_another_tenant(neighbours, keeper, database_server, login):
    """The owner has every right to the tables and still is stopped: by the policy, by a trigger that forbids every
    insert, or by one that finds no period of that tenant, although there is one."""
    with database_server.connect(login) as connection:
        for table in in_schema(keeper):
            listed = columns(keeper, table)
            keeper.rollback()
            with refused(psycopg.Error) as refusal, connection.transaction():
                name_tenant(connection, "acme")
                connection.execute(copy_as(table, listed, "acme", "globex"))
            assert refusal.value.sqlstate in {"42501", "LD003", "LD012"}, (table, str(refusal.value))


def changed_rows(connection, statement):
    """None of them, where the table forbids every change."""
    try:
        with connection.transaction():
            return connection.execute(statement).rowcount
    except psycopg.Error as refusal:
        if refusal.sqlstate in FORBIDS_EVERY_CHANGE:
            return 0
        raise


@pytest.mark.parametrize("change", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}"])
def test_no_row_of_another_tenant_is_changed_or_deleted(neighbours, keeper, service, change):
    for table in in_schema(keeper):
        with pytest.raises(InsufficientPrivilege), tenant_transaction(service, "acme"):
            service.execute(change.format(table) + " WHERE tenant_id = 'globex'")
        with keeper.transaction():
            name_tenant(keeper, "acme")
            assert changed_rows(keeper, change.format(table) + " WHERE tenant_id = 'globex'") == 0, table


def test_a_change_that_is_allowed_stays_within_the_tenant(neighbours, service):
    with tenant_transaction(service, "acme"):
        assert service.execute("UPDATE ledger.accounts SET name = 'Till' WHERE account_code = '1000'").rowcount == 1
        assert service.execute("UPDATE ledger.entities SET name = 'Acme' WHERE tenant_id = 'globex'").rowcount == 0
    with tenant_transaction(service, "globex"):
        assert names(service, "SELECT name FROM ledger.accounts WHERE account_code = '1000'") != ["Till"]


@pytest.mark.parametrize("number_of", ["another tenant's journal", "no journal"])
def test_a_foreign_key_answers_the_same_for_anothers_row_as_for_none(neighbours, service, number_of):
    with tenant_transaction(service, "globex"):
        number = service.execute("SELECT journal_no FROM ledger.journals WHERE journal_id = 'J1'").fetchone()[0]
    if number_of == "no journal":
        number = 10**17
    with refused(ForeignKeyViolation) as refusal, tenant_transaction(service, "acme"):
        post_by_sql(service, "acme", "oracle")
        service.execute(
            "INSERT INTO ledger.journals (tenant_id, journal_id, entity_id, base_currency, effective_date, reverses)"
            " SELECT tenant_id, 'oracle 2', entity_id, base_currency, effective_date, %s FROM ledger.journals LIMIT 1",
            (number,),
        )
    assert refusal.value.diag.message_detail == 'Key is not present in table "journals".'
    assert str(number) not in str(refusal.value)


def test_lines_do_not_complete_another_tenants_journal(neighbours, service):
    with refused(psycopg.Error) as refusal, tenant_transaction(service, "acme"):
        service.execute(
            "INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)"
            " VALUES ('acme', 7, 1, '1000', 'EUR', 5, 5)"
        )
        name_tenant(service, "globex")
    assert refusal.value.sqlstate == "LD005"


def test_the_same_keys_are_free_in_each_tenant_and_a_refusal_quotes_no_row(neighbours, service):
    for tenant in neighbours:
        with tenant_transaction(service, tenant):
            assert names(service, "SELECT description FROM ledger.journals WHERE journal_id = 'J1'") == [
                f"words of {tenant}"
            ]
    with refused(UniqueViolation) as refusal, tenant_transaction(service, "acme"):
        post_by_sql(service, "acme", "J1")
    assert refusal.value.diag.message_detail is None


def test_statistics_of_the_tables_are_closed(neighbours, database_server, service):
    database_server.administer("ANALYZE")
    with tenant_transaction(service, "acme"):
        assert names(service, "SELECT tablename FROM pg_stats WHERE schemaname = 'ledger'") == []


def test_a_function_in_a_condition_sees_no_row_that_the_policy_hides(neighbours, service):
    with tenant_transaction(service, "acme"):
        service.execute(
            "CREATE FUNCTION pg_temp.peek(word text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
            " $$ BEGIN IF word LIKE '%globex%' THEN RAISE 'leaked %', word; END IF; RETURN true; END $$"
        )
        assert names(service, "SELECT description FROM ledger.journals WHERE pg_temp.peek(description)") == [
            "words of acme"
        ]


@pytest.mark.parametrize(
    ("query", "conditions"),
    [
        ("journals", "tenant_id = "),
        ("lines", "tenant_id = "),
        ("events", "tenant_id = "),
        ("accounts WHERE account_code = '1000'", "account_code = '1000'"),
        ("requests WHERE key = 'K1'", "key = 'K1'"),
        ("journals WHERE recorded_xid > '5'::xid8", "recorded_xid > '5'"),
        ("lines WHERE journal_no = 5", "journal_no = 5"),
    ],
)
def test_the_tenant_and_what_is_requested_are_index_conditions(neighbours, database_server, service, query, conditions):
    """PostgreSQL keeps a condition away from rows that the policy hides, unless its operator is known not to leak."""
    database_server.administer("ANALYZE")
    with tenant_transaction(service, "acme"):
        service.execute("SET LOCAL enable_seqscan = off")
        service.execute("SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(names(service, f"EXPLAIN SELECT * FROM ledger.{query}"))
    assert "InitPlan" in plan
    [condition] = [line for line in plan.splitlines() if "Index Cond:" in line]
    assert "tenant_id = " in condition
    assert conditions in condition
    assert "Filter:" not in plan
