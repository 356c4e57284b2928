"""A file in which every row stands goes to the lake in one pass; any other is read the careful way, with the same lines."""

import os
import time

import pytest

from ingest.formats.journal_csv import single_pass as journal_single_pass
from ingest.statement_tables import lines as statements

STATEMENT = """
    id,date,amount,reference,description
    a,2026-01-02,1.00,R1,  spaced out
    "b","2026-01-03",-0.05,"R,2","a ""quoted"" word"
    ,2026-1-4,10,,
    d,2026-01-05T23:30:00,(7.5),R4,grün
"""
JOURNALS = {
    "with line ids": """
        journal_id,line_id,date,account,currency,debit,credit,description
        J1,J1-1,2026-01-02,1000,EUR,10.00,,Sale
        J1,J1-2,2026-01-02,4000,EUR,,10.00,Sale
        J2,J2-1,2026-01-03,1000,USD,0.05,,
        J2,J2-2,2026-01-03,4000,USD,,0.05,
    """,
    "without": """
        journal_id,date,account,amount
        J1,2026-01-02,1000,10.00
        J1,2026-01-02,1000,5.00
        J1,2026-01-02,4000,-15.00
        J2,2026-01-03,1000,1
        J2,2026-01-03,4000,-1
    """,
    "apart": """
        journal_id,date,account,amount
        J1,2026-01-02,1000,10.00
        J2,2026-01-03,1000,1
        J1,2026-01-02,4000,-10.00
        J2,2026-01-03,4000,-1
    """,
    "with new accounts": """
        journal_id,line_id,date,account,account_name,account_type,amount
        J1,1,2026-01-02,1000,,,10.00
        J1,2,2026-01-02,4711,Consulting,Income,-6.00
        J1,3,2026-01-02,4712,,revenue,-4.00
        J2,4,2026-01-03,4711,Consulting,,-1.00
        J2,5,2026-01-03,1000,,,1.00
    """,
}  # fmt: skip
MANIFEST = (
    "SELECT rows, refused, control_totals, unknown_accounts FROM ingest.files WHERE tenant_id = %(tenant)s"
    " ORDER BY file_id DESC LIMIT 1"
)
ACCOUNTS = "SELECT code, name, type FROM ingest.book_accounts WHERE tenant_id = %(tenant)s ORDER BY code"


def reading_of(ingest_workspace, columns):
    (result,) = ingest_workspace.receive()
    assert result.status == "accepted"
    return ingest_workspace.lines(columns), ingest_workspace.manifest(MANIFEST), ingest_workspace.manifest(ACCOUNTS)


def careful_only(monkeypatch):
    monkeypatch.setattr(statements, "write_in_one_pass", lambda *_: None)
    monkeypatch.setattr(journal_single_pass, "write_in_one_pass", lambda *_: None)


def both_ways(ingest_workspace, write, monkeypatch):
    """The same content read in one pass, then, as another tenant's, the careful way."""
    write("first")
    one_pass = reading_of(ingest_workspace, "*")
    ingest_workspace.tenant += "-again"
    write("again")
    careful_only(monkeypatch)
    return one_pass, reading_of(ingest_workspace, "*")


def test_a_statement_reads_the_same_both_ways(ingest_workspace, monkeypatch):
    def write(_):
        ingest_workspace.configure(
            "{id: bank, kind: statement, format: csv, path: inbox/*, currency: EUR,"
            " columns: {id: id, date: date, amount: amount, reference: reference, description: description}}"
        )
        ingest_workspace.write("inbox/a.csv", STATEMENT)

    one_pass, careful = both_ways(ingest_workspace, write, monkeypatch)
    assert one_pass == careful
    assert [line[7] for line in one_pass[0]] == [100, -5, 1000, -750]


@pytest.mark.parametrize("kind", JOURNALS)
def test_a_book_reads_the_same_both_ways(ingest_workspace, monkeypatch, kind):
    def write(_):
        ingest_workspace.books()
        ingest_workspace.write("inbox/books/a.csv", JOURNALS[kind])

    one_pass, careful = both_ways(ingest_workspace, write, monkeypatch)
    assert one_pass == careful
    assert one_pass[0]


def test_a_sound_statement_is_read_once(ingest_workspace, monkeypatch):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", "id,date,amount\na,2026-01-02,1.00\n")
    monkeypatch.setattr(statements, "copy_to", lambda *_: pytest.fail("was read again"))
    assert [result.rows for result in ingest_workspace.receive()] == [1]


def test_a_file_that_stood_still_is_not_hashed_again_and_a_changed_one_is(ingest_workspace, monkeypatch):
    ingest_workspace.bank()
    path = ingest_workspace.write("inbox/bank/a.csv", "id,date,amount\na,2026-01-02,1.00\n")
    ingest_workspace.receive()
    assert ingest_workspace.manifest("SELECT 1 FROM ingest.sightings WHERE tenant_id = %(tenant)s") == [], (
        "it was just written"
    )
    now = time.time_ns()
    monkeypatch.setattr("ingest.delivery.time.time_ns", lambda: now + 60_000_000_000)
    ingest_workspace.receive()
    with monkeypatch.context() as patch:
        patch.setattr("ingest.delivery._hash", lambda _: pytest.fail("was hashed again"))
        assert [result.status for result in ingest_workspace.receive()] == ["unchanged"]
    before = path.stat()
    path.write_text("id,date,amount\na,2026-01-02,2.00\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert [result.status for result in ingest_workspace.receive()] == ["accepted"]
    assert ingest_workspace.lines("amount") == [(200,)]


def test_a_files_content_that_comes_twice_at_once_counts_once(ingest_workspace):
    ingest_workspace.bank()
    for name in "ab":
        ingest_workspace.write(f"inbox/bank/{name}.csv", "id,date,amount\na,2026-01-02,1.00\n")
    assert [result.status for result in ingest_workspace.receive()] == ["accepted", "unchanged"]


def test_files_count_in_their_order_whichever_is_read_first(ingest_workspace):
    ingest_workspace.configure(
        "{id: big, kind: statement, format: csv, path: big/*, currency: EUR, columns: {id: id, date: date, amount: amount}}",
        "{id: small, kind: statement, format: csv, path: small/*, currency: EUR, columns: {id: id, date: date, amount: amount}}",
    )
    ingest_workspace.write(
        "big/a.csv", "id,date,amount\n" + "".join(f"{row},2026-01-02,1.00\n" for row in range(50_000))
    )
    for number in range(6):
        ingest_workspace.write(f"small/{number}.csv", f"id,date,amount\n{number},2026-01-02,1.00\n")
    ids = [result.file_id for result in ingest_workspace.receive()]
    assert ids == sorted(ids)
    assert len(ids) == 7
