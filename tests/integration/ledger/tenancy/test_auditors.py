"""An auditor reads, with a login and password of his own, the tenants that admitted him, whatever he sets."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from ledger.tenancy import admit_auditor, dismiss_auditor
from tests.integration.ledger.tenancy.catalog import names
from tieout.errors import InputError

VIEWS = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'ledger_audit'::regnamespace AND relkind = 'v'"


@pytest.fixture
def alice(neighbours, database_server):
    with database_server.connect("alice", autocommit=True) as connection:
        yield connection


def test_every_view_shows_the_admitting_tenant_and_nothing_without_a_tenant(alice):
    for view in names(alice, VIEWS):
        assert names(alice, f"SELECT DISTINCT tenant_id FROM {view}") == [], view
    alice.execute("SET tieout.tenant = 'acme'")
    for view in names(alice, VIEWS):
        assert names(alice, f"SELECT DISTINCT tenant_id FROM {view}") == ["acme"], view


@pytest.mark.parametrize(
    "trick",
    [
        "SET tieout.tenant = 'globex'",
        "SET tieout.tenant = 'acme,globex'",
        "SET ROLE tieout_auditor; SET tieout.tenant = 'globex'",
        """SET tieout.tenant = 'globex'; SET search_path = pg_temp;
        CREATE TEMP TABLE auditors AS SELECT 'globex' AS tenant_id, 'alice' AS login, true AS admitted""",
    ],
)
def test_no_setting_shows_an_auditor_another_tenant(alice, trick):
    alice.execute(trick)
    for view in names(alice, VIEWS):
        assert names(alice, f"SELECT tenant_id FROM {view}") == [], view


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM ledger.journals",
        "SET row_security = off; SELECT * FROM ledger_audit.journals",
        "SELECT ledger.tenant_ids()",
        "INSERT INTO ledger_audit.entities VALUES ('acme', 'x', 'x', 'EUR', 1)",
        "UPDATE ledger_audit.auditors SET admitted = true",
        "DELETE FROM ledger_audit.requests",
        "CREATE TABLE ledger_audit.own (n integer)",
        "SET ROLE tieout_app",
        "SET ROLE keeper",
        "SET SESSION AUTHORIZATION bob",
        "COPY ledger_audit.requests TO PROGRAM 'cat'",
    ],
)
def test_an_auditor_is_refused(alice, statement):
    alice.execute("SET tieout.tenant = 'acme'")
    with pytest.raises(InsufficientPrivilege):
        alice.execute(statement)


def test_an_auditor_draws_no_number_even_by_the_sequences_oid(alice, keeper):
    oid = names(keeper, "SELECT 'ledger.event_numbers'::regclass::oid")[0]
    with pytest.raises(InsufficientPrivilege):
        alice.execute(f"SELECT nextval({oid}::regclass)")


def test_amounts_are_in_major_units_and_add_up(alice):
    alice.execute("SET tieout.tenant = 'acme'")
    line = alice.execute(
        "SELECT account_code, amount::text, currency, description FROM ledger_audit.lines"
        " WHERE journal_id = 'J1' AND line_no = 1"
    ).fetchone()
    assert line == ("1000", "10.00", "EUR", "words of acme")
    assert names(alice, "SELECT DISTINCT sum(balance) FROM ledger_audit.balances GROUP BY currency") == [0]
    assert names(alice, "SELECT floor_amount::text FROM ledger_audit.accounts WHERE account_code = '1110'") == [
        "-10000.00"
    ]
    numbers = names(alice, "SELECT sequence FROM ledger_audit.events ORDER BY sequence")
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_auditor_of_two_tenants_sees_the_one_he_names_and_a_dismissed_one_nothing(
    neighbours, database_server, keeper
):
    with database_server.connect("bob", autocommit=True) as bob:
        bob.execute("SET tieout.tenant = 'acme'")
        assert names(bob, "SELECT DISTINCT tenant_id FROM ledger_audit.journals") == []
        for _ in range(2):
            admit_auditor(keeper, "acme", "bob")
        assert names(bob, "SELECT DISTINCT tenant_id FROM ledger_audit.journals") == ["acme"]
        dismiss_auditor(keeper, "acme", "bob")
        assert names(bob, "SELECT DISTINCT tenant_id FROM ledger_audit.journals") == []
        bob.execute("SET tieout.tenant = 'globex'")
        assert names(bob, "SELECT DISTINCT tenant_id FROM ledger_audit.journals") == ["globex"]
    with keeper.transaction():
        keeper.execute("SELECT set_config('tieout.tenant', 'acme', true)")
        kinds = names(keeper, "SELECT kind FROM ledger.events WHERE body LIKE '%%\"bob\"%%' ORDER BY event_no")
    assert kinds == ["auditor_admitted", "auditor_changed"]
    with pytest.raises(InputError, match="'bob' is no auditor of 'acme'"):
        dismiss_auditor(keeper, "acme", "bob")


@pytest.mark.parametrize(
    ("login", "attributes", "why"),
    [
        ("no_such_login", None, "PostgreSQL has no login"),
        ("postgres", None, "pass by row-level security"),
        ("keeper", None, "pass by row-level security or make roles"),
        ("seer", "BYPASSRLS", "pass by row-level security"),
        ("clerk", "IN ROLE tieout_app", "works for the ledger itself"),
    ],
)
@pytest.mark.usefixtures("neighbours")
def test_who_is_not_bound_by_the_policies_is_not_admitted(database_server, keeper, login, attributes, why):
    if attributes is not None:
        database_server.make_login(login, attributes)
    with pytest.raises(InputError, match=why):
        admit_auditor(keeper, "acme", login)


def test_an_auditor_of_a_tenant_that_does_not_exist_is_refused(neighbours, keeper):
    with pytest.raises(InputError, match="there is no tenant 'nobody'"):
        admit_auditor(keeper, "nobody", "alice")


def test_the_password_is_prompted_for(database_server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(database_server.url("alice").replace("s3cret-word", "guess"))
