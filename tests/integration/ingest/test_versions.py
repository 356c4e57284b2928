import psycopg
import pytest

HEAD = "id,date,amount\n"
ONE = HEAD + "a,2026-01-02,1.00\n"
TWO = HEAD + "a,2026-01-02,1.00\nb,2026-01-03,2.00\n"


def statuses(house):
    return [result.status for result in house.receive()]


def test_the_same_file_twice_changes_nothing(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    first = house.receive()[0]
    before = house.manifest("SELECT * FROM ingest.files"), sorted(house.workspace.lake.rglob("*.parquet"))
    again = house.receive()[0]
    assert (again.status, again.file_id, again.rows) == ("unchanged", first.file_id, 1)
    assert (house.manifest("SELECT * FROM ingest.files"), sorted(house.workspace.lake.rglob("*.parquet"))) == before


def test_the_same_content_under_another_name_is_a_redelivery(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.write("inbox/bank/copy.csv", ONE)
    assert statuses(house) == ["accepted", "unchanged"]
    assert house.lines("line_ref") == [("a",)]


def test_a_restated_file_is_a_new_version_and_the_old_one_is_kept(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.write("inbox/bank/a.csv", TWO)
    assert statuses(house) == ["accepted"]
    assert house.lines("line_ref") == [("a",), ("b",)]
    versions = (
        "SELECT statement_key, version, lines, total FROM ingest.statements WHERE tenant_id = %(tenant)s ORDER BY 2"
    )
    assert house.manifest(versions) == [("inbox/bank/a.csv", 1, 1, 100), ("inbox/bank/a.csv", 2, 2, 300)]
    assert len(list(house.workspace.lake.rglob("*.lines.parquet"))) == 2


def test_a_restatement_that_cannot_be_read_leaves_the_old_version_current(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.write("inbox/bank/a.csv", b"")
    assert statuses(house) == ["refused"]
    assert house.lines("line_ref") == [("a",)]


def test_going_back_to_an_old_version_is_a_new_delivery(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.write("inbox/bank/a.csv", TWO)
    house.receive()
    house.write("inbox/bank/a.csv", ONE)
    assert statuses(house) == ["accepted"]
    assert house.lines("line_ref") == [("a",)]
    assert statuses(house) == ["unchanged"]


def test_an_old_version_under_another_name_does_not_come_back(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.write("inbox/bank/a.csv", TWO)
    house.receive()
    house.write("inbox/bank/old.csv", ONE)
    assert statuses(house) == ["unchanged", "unchanged"]
    assert house.lines("line_ref") == [("a",), ("b",)]


def test_another_setting_reads_the_file_anew_as_a_new_version(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.bank("negate: true")
    assert statuses(house) == ["accepted"]
    assert house.lines("amount") == [(-100,)]
    assert statuses(house) == ["unchanged"]


def test_control_totals_are_recorded_per_currency(house):
    house.bank()
    house.write("inbox/bank/a.csv", TWO)
    house.receive()
    totals = house.manifest("SELECT control_totals FROM ingest.files WHERE tenant_id = %(tenant)s")[0][0]
    assert totals == {"lines": 2, "currencies": {"EUR": {"lines": 2, "total": 300}}}


def test_one_tenants_files_are_not_anothers(house):
    house.bank()
    house.write("inbox/bank/a.csv", ONE)
    house.receive()
    house.tenant = f"other-{house.tenant}"
    house.bank()
    assert house.current == []
    assert statuses(house) == ["accepted"]


@pytest.mark.parametrize(
    "change", ["UPDATE ingest.files SET rows = 9", "DELETE FROM ingest.statements", "TRUNCATE ingest.book_accounts"]
)
def test_the_manifest_is_append_only(house, change):
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        house.connection.execute(change)
    house.connection.rollback()
