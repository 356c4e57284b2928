"""The same audit finds the same in PostgreSQL as in DuckDB."""

import shutil

import duckdb
import pytest
from psycopg import sql

from expectations import AuditRequest, Outcome, PostgresBuild, catalogue
from tests.integration.expectations.corruptions import CORRUPTIONS
from tests.integration.ledger.tenancy.conftest import running_server
from tieout.errors import TieoutError
from warehouse.serving.staging import copy_marts


@pytest.fixture(scope="module")
def database_server():
    with running_server() as server:
        server.make_database("books", "postgres")
        yield server


@pytest.fixture
def built(valid_build, database_server, tmp_path):
    """Puts the build on both engines, after running SQL on it; a request to audit each."""

    def make(schema, corruption=""):
        copy = tmp_path / "build.duckdb"
        shutil.copy(valid_build, copy)
        with duckdb.connect(str(copy)) as connection:
            connection.execute(corruption)
        with database_server.connect() as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            connection.commit()
            copy_marts(connection, copy, schema)
        return AuditRequest(copy), AuditRequest(PostgresBuild(database_server.url(), schema))

    return make


def test_a_sound_build_passes_in_postgresql(auditor, built):
    _, request = built("build_sound_marts")
    results = auditor.audit(request)
    assert [(each.expectation, each.observed) for each in results if each.outcome is not Outcome.PASSED] == []
    assert [each.expectation for each in results] == [each.expectation for each in catalogue()]


def test_every_corruption_at_once_and_a_lost_column_are_found_alike_on_both_engines(auditor, built):
    everything = ";".join(corruption.sql for corruption in CORRUPTIONS.values())
    requests = built("build_corrupt_marts", f"{everything}; alter table marts.in_transit_items drop column expected_by")
    in_duckdb, in_postgres = ([_compared(each) for each in auditor.audit(request)] for request in requests)
    assert in_postgres == in_duckdb
    assert ("in_transit_items_name_their_essentials", Outcome.ERRORED, True) in in_postgres
    violated = sum(1 for result in in_postgres if result[1] is Outcome.VIOLATED)
    assert violated > len(CORRUPTIONS) * 0.8  # some take back what others did


def _compared(result):
    """The finding, with the number of rows against it: which ones are shown first is the engine's to choose."""
    if result.outcome is Outcome.ERRORED:
        return result.expectation, result.outcome, "expected_by" in result.observed
    return result.expectation, result.outcome, [found.partition(":")[0] for found in result.observed.split(" | ")]


def test_a_build_in_a_database_that_is_away_is_one_clear_line(auditor):
    away = AuditRequest(PostgresBuild("postgresql://postgres:s3cret-word@127.0.0.1:9/books", "build_marts"))
    with pytest.raises(TieoutError, match=r"^the build schema build_marts could not be audited: ") as raised:
        auditor.audit(away)
    assert "s3cret-word" not in str(raised.value)
    assert "\n" not in str(raised.value)
