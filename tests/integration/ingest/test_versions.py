import psycopg
import pytest

HEAD = "id,date,amount\n"
ONE = HEAD + "a,2026-01-02,1.00\n"
TWO = HEAD + "a,2026-01-02,1.00\nb,2026-01-03,2.00\n"


def statuses(ingest_workspace):
    return [result.status for result in ingest_workspace.receive()]


def test_the_same_file_twice_changes_nothing(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    first = ingest_workspace.receive()[0]
    before = (
        ingest_workspace.manifest("SELECT * FROM ingest.files"),
        sorted(ingest_workspace.workspace.lake.rglob("*.parquet")),
    )
    again = ingest_workspace.receive()[0]
    assert (again.status, again.file_id, again.rows) == ("unchanged", first.file_id, 1)
    assert (
        ingest_workspace.manifest("SELECT * FROM ingest.files"),
        sorted(ingest_workspace.workspace.lake.rglob("*.parquet")),
    ) == before


def test_the_same_content_under_another_name_is_a_redelivery(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.write("inbox/bank/copy.csv", ONE)
    assert statuses(ingest_workspace) == ["accepted", "unchanged"]
    assert ingest_workspace.lines("line_ref") == [("a",)]


def test_a_restated_file_is_a_new_version_and_the_old_one_is_kept(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/a.csv", TWO)
    assert statuses(ingest_workspace) == ["accepted"]
    assert ingest_workspace.lines("line_ref") == [("a",), ("b",)]
    versions = (
        "SELECT statement_key, version, lines, total FROM ingest.statements WHERE tenant_id = %(tenant)s ORDER BY 2"
    )
    assert ingest_workspace.manifest(versions) == [("inbox/bank/a.csv", 1, 1, 100), ("inbox/bank/a.csv", 2, 2, 300)]
    assert len(list(ingest_workspace.workspace.lake.rglob("*.lines.parquet"))) == 2


def test_a_restatement_that_cannot_be_read_leaves_the_old_version_current(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/a.csv", b"")
    assert statuses(ingest_workspace) == ["refused"]
    assert ingest_workspace.lines("line_ref") == [("a",)]


def test_going_back_to_an_old_version_is_a_new_delivery(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/a.csv", TWO)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    assert statuses(ingest_workspace) == ["accepted"]
    assert ingest_workspace.lines("line_ref") == [("a",)]
    assert statuses(ingest_workspace) == ["unchanged"]


def test_an_old_version_under_another_name_does_not_come_back(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/a.csv", TWO)
    ingest_workspace.receive()
    ingest_workspace.write("inbox/bank/old.csv", ONE)
    assert statuses(ingest_workspace) == ["unchanged", "unchanged"]
    assert ingest_workspace.lines("line_ref") == [("a",), ("b",)]


def test_another_setting_reads_the_file_anew_as_a_new_version(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.bank("negate: true")
    assert statuses(ingest_workspace) == ["accepted"]
    assert ingest_workspace.lines("amount") == [(-100,)]
    assert statuses(ingest_workspace) == ["unchanged"]


def test_control_totals_are_recorded_per_currency(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", TWO)
    ingest_workspace.receive()
    totals = ingest_workspace.manifest("SELECT control_totals FROM ingest.files WHERE tenant_id = %(tenant)s")[0][0]
    assert totals == {"lines": 2, "currencies": {"EUR": {"lines": 2, "total": 300}}}


def test_one_tenants_files_are_not_anothers(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", ONE)
    ingest_workspace.receive()
    ingest_workspace.tenant = f"other-{ingest_workspace.tenant}"
    ingest_workspace.bank()
    assert ingest_workspace.current == []
    assert statuses(ingest_workspace) == ["accepted"]


@pytest.mark.parametrize(
    "change", ["UPDATE ingest.files SET rows = 9", "DELETE FROM ingest.statements", "TRUNCATE ingest.book_accounts"]
)
def test_the_manifest_is_append_only(ingest_workspace, change):
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        ingest_workspace.connection.execute(change)
    ingest_workspace.connection.rollback()
