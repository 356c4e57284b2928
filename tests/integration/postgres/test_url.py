"""TIEOUT_DATABASE_URL: any PostgreSQL will do, its password is never shown, and tenants on it do not see each other."""

import duckdb
import pytest

from orchestration.run.context import RunContext
from tests.integration.pipeline.company import Company, one_line, silent
from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres import connect

HIDDEN = "s3cret"
WRONG = {
    "mysql://u:s3cret@host/db": "is not a PostgreSQL URL: write postgresql://",
    "u s3cret": "is not a PostgreSQL URL: write postgresql://",
    "postgresql://u:%zzs3cret@host/db": "is not a PostgreSQL URL: write postgresql://",
    "postgres://u:s3cret@[::bad/db": "is not a PostgreSQL URL: write postgresql://",
    "postgresql://u:x@s3cret@127.0.0.1:1/db": "holds an '@' in its user or password: write it as %40",
    "postgresql://u:s3cret@127.0.0.1:many/db": "'many' is not a port: give a number from 1 to 65535",
    "postgresql://u:s3cret@127.0.0.1:99999/db": "'99999' is not a port",
}
AWAY = {
    "postgresql://u:s3cret@127.0.0.1:1/db": "PostgreSQL at 127.0.0.1:1/db does not answer",
    "postgresql://u:s3cret@no-such-host.invalid/db": "PostgreSQL at no-such-host.invalid:5432/db does not answer",
    "host=/nowhere password=s3cret": "PostgreSQL at /nowhere:5432/ does not answer",
}


@pytest.mark.parametrize(("url", "says"), WRONG.items())
def test_a_url_that_is_none_is_a_mistake_and_never_quoted(tmp_path, monkeypatch, url, says):
    monkeypatch.setenv("TIEOUT_DATABASE_URL", url)
    with pytest.raises(InputError, match=r"^TIEOUT_DATABASE_URL: ") as raised:
        connect(Company(tmp_path).configure().workspace)
    assert says in str(raised.value)
    assert HIDDEN not in str(raised.value)


@pytest.mark.parametrize(("url", "says"), AWAY.items())
def test_a_server_out_of_reach_is_named_without_its_password(tmp_path, monkeypatch, url, says):
    monkeypatch.setenv("TIEOUT_DATABASE_URL", url)
    with pytest.raises(ServiceUnreachable) as raised:
        connect(Company(tmp_path).configure().workspace)
    assert says in str(raised.value)
    assert HIDDEN not in str(raised.value)


def test_the_exit_codes_of_both(tmp_path, monkeypatch):
    company = Company(tmp_path).configure()
    for url, code in ((next(iter(WRONG)), 2), (next(iter(AWAY)), 3)):
        monkeypatch.setenv("TIEOUT_DATABASE_URL", url)
        done = company.tieout("run", "--json")
        assert (done.returncode, done.stdout, one_line(done.stderr)) == (code, "", True)
        assert HIDDEN not in done.stderr


def test_a_wrong_password_is_reported_without_it(tmp_path, server, monkeypatch):
    monkeypatch.setenv("TIEOUT_DATABASE_URL", server.url("wr0ng-word"))
    with pytest.raises(ServiceUnreachable) as raised:
        connect(Company(tmp_path).configure().workspace)
    assert "password authentication failed" in str(raised.value)
    assert "wr0ng-word" not in str(raised.value)


@pytest.fixture
def tenants(tmp_path, elsewhere):
    """Two companies on one server, with the same ids of sources, files and journals, and other amounts."""
    companies = [Company(tmp_path / name, name).configure() for name in ("north", "south")]
    for company, amount in zip(companies, ("10.00", "77.00"), strict=True):
        company.bank("january", ("B1", 5, amount))
        company.post("january", ("B1", 5, "1000", "4000", amount))
    return companies


def test_tenants_of_one_server_do_not_see_each_other(tenants):
    north, south = tenants
    sessions = [RunContext.open(each.workspace, progress=silent, wait_seconds=0) for each in tenants]  # neither waits
    try:
        for session in sessions:
            session.receive_files()
            assert session.extract_ledger() == 2
            assert session.load_inputs()
        for session, company, minor in zip(sessions, tenants, (1000, 7700), strict=True):
            files = session.warehouse.files
            assert rows(files.marts, "SELECT max(amount) FROM lake.book_lines") == [(minor,)]
            assert rows(files.marts, "SELECT amount FROM lake.statement_lines") == [(minor,)]
            assert rows(files.inputs, "SELECT tenant_id FROM raw.run") == [(company.tenant,)]
            assert rows(files.inputs, "SELECT count(*) FROM raw.files") == [(2,)]
    finally:
        for session in sessions:
            session.close()
    assert not (north.root / ".tieout/postgres").exists()
    assert south.run()["reconciliations"][0]["matched"] == 1
    assert south.sql("SELECT DISTINCT tenant_id, max(amount) FROM general_ledger GROUP BY 1") == [("south", 77)]


def test_two_workspaces_of_one_tenant_on_one_server_are_distinguished(tmp_path, elsewhere):
    first, second = (Company(tmp_path / name, "twice").configure() for name in ("first", "second"))
    for company in (first, second):
        company.bank("january", ("B1", 5, "1.00"))
        session = RunContext.open(company.workspace, progress=silent, wait_seconds=0)
        try:
            session.receive_files()
            if company is first:
                assert session.load_inputs()
            else:
                with pytest.raises(InputError, match=r"counts but is not there: .* give this one its own tenant$"):
                    session.load_inputs()
        finally:
            session.close()


def rows(file, query):
    with duckdb.connect(str(file), read_only=True) as build:
        return build.execute(query).fetchall()
