"""The two roles belong to the cluster: made by whoever migrates first, or by an administrator who is told how."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tieout.errors import InputError
from tieout.postgres.migrations import migrate


def migrated(server, login, database):
    with server.connect(login, database) as connection:
        migrate(connection)


def test_databases_of_one_cluster_are_migrated_at_once(fresh_server):
    databases = ["one", "two", "three"]
    for database in databases:
        fresh_server.make_database(database, "postgres")
    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(lambda database: migrated(fresh_server, "postgres", database), databases))
    for database in databases:
        with fresh_server.connect(database=database) as connection:
            assert connection.execute("SELECT count(*) FROM ledger.tenants").fetchone() == (0,)


def test_who_may_not_make_roles_is_shown_what_an_administrator_runs_and_that_is_enough(fresh_server):
    fresh_server.administer(
        *(f"DROP DATABASE IF EXISTS {name}" for name in ("one", "two", "three")), database="postgres"
    )
    fresh_server.administer("DROP ROLE IF EXISTS tieout_app", "DROP ROLE IF EXISTS tieout_auditor", database="postgres")
    fresh_server.make_login('"plain owner"')
    fresh_server.make_database("plain", '"plain owner"')
    with pytest.raises(InputError, match="let an administrator run") as refusal:
        migrated(fresh_server, "plain owner", "plain")
    commands = str(refusal.value).split("  ")[1].rstrip(";").split("; ")
    assert commands == ['CREATE ROLE tieout_app ROLE "plain owner"', "CREATE ROLE tieout_auditor"]
    fresh_server.administer(*commands, database="postgres")
    migrated(fresh_server, "plain owner", "plain")
    with fresh_server.connect("plain owner", "plain") as connection:
        connection.execute("SET ROLE tieout_app")


def test_a_second_owner_must_be_made_a_member(database_server):
    database_server.make_login("second")
    database_server.make_database("second", "second")
    with pytest.raises(InputError, match="GRANT tieout_app TO second"):
        migrated(database_server, "second", "second")
    database_server.administer("GRANT tieout_app TO second")
    migrated(database_server, "second", "second")


def test_an_owner_who_is_an_auditor_is_refused_since_the_policies_would_blind_him(database_server):
    database_server.make_login("two_hats", "CREATEROLE IN ROLE tieout_app, tieout_auditor")
    database_server.make_database("hats", "two_hats")
    with pytest.raises(InputError, match="cannot be its auditor too"):
        migrated(database_server, "two_hats", "hats")
