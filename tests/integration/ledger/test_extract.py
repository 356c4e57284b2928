"""New lines for the lake: each exactly once, whatever the order of commits."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from ledger.extract import _BY_INDEX, BOOK_LINE, extract
from ledger.posting import post
from ledger.reversal import reverse
from ledger.setup import sync_books
from tieout.sql import load_sql


def read(books, after=None, connection=None):
    """The extracted rows and the new watermark."""
    with extract(connection or books.connection, books.tenant, after) as extraction:
        table = pa.Table.from_batches(extraction.batches, schema=BOOK_LINE)
    return table.to_pylist(), extraction.watermark


def ids(rows):
    return sorted({row["journal_id"] for row in rows})


def test_a_line_carries_its_journals_facts(books, journal):
    post(
        books.connection,
        books.tenant,
        [
            journal(
                "J1",
                ("1000", "9.99", "USD", "8.01"),
                ("4000", "-9.99", "USD", "-8.01"),
                reference='R, "1"\n2',
                kind="sale",
                group="G",
            )
        ],
    )
    reverse(books.connection, books.tenant, "J1", date=date(2026, 2, 1), reason="wrong", key="J1-R")
    rows, _ = read(books)
    line, *_, contra = sorted(rows, key=lambda row: row["line_ref"].split("/"))
    assert datetime.now(UTC) - line.pop("recorded_at") < timedelta(minutes=1)
    assert line == {
        "line_no": 1,
        "journal_id": "J1",
        "line_ref": "J1/1",
        "effective_date": date(2026, 1, 31),
        "account_code": "1000",
        "currency": "USD",
        "amount": 999,
        "base_currency": "EUR",
        "base_amount": 801,
        "reference": 'R, "1"\n2',
        "description": None,
        "counterparty": None,
        "kind": "sale",
        "group_key": "G",
        "reverses": None,
        "entity_id": "de",
        "adjustment": False,
    }
    assert (contra["journal_id"], contra["reverses"], contra["amount"]) == ("J1-R", "J1", 999)


def test_an_extraction_takes_only_what_is_new(books, journal):
    post(books.connection, books.tenant, [journal("J1")])
    first, watermark = read(books)
    post(books.connection, books.tenant, [journal("J2")])
    second, watermark = read(books, watermark)
    third, _ = read(books, watermark)
    assert (ids(first), ids(second), third) == (["J1"], ["J2"], [])


def test_an_empty_book_gives_no_lines(books):
    assert read(books)[0] == []


def test_a_journal_that_commits_late_comes_in_the_next_extraction(books, journal):
    with books.another_connection() as slow, books.another_connection() as reader:
        slow.execute("SELECT 1")
        post(slow, books.tenant, [journal("slow")])
        post(books.connection, books.tenant, [journal("fast")])
        during, watermark = read(books, connection=reader)
        slow.commit()
        after, _ = read(books, watermark, connection=reader)
    assert "slow" not in ids(during)
    assert sorted(ids(during) + ids(after)) == ["fast", "slow"]


def test_a_rolled_back_journal_never_comes(books, journal):
    with books.another_connection() as other:
        other.execute("SELECT 1")
        post(other, books.tenant, [journal("never")])
        other.rollback()
    post(books.connection, books.tenant, [journal("J1")])
    assert ids(read(books)[0]) == ["J1"]


def test_the_lines_of_another_tenant_do_not_come(books, two_entities, workspace, journal):
    other = books.config.model_copy(update={"tenant": books.tenant + "-other"})
    sync_books(books.connection, other, workspace.root)
    post(books.connection, other.tenant, [journal("J1", reference="theirs")])
    post(books.connection, books.tenant, [journal("J1", reference="ours")])
    assert {row["reference"] for row in read(books)[0]} == {"ours"}


@pytest.mark.parametrize("known", ["nothing", "other tenants", "all"])
def test_an_extraction_of_new_journals_does_not_read_the_old_ones(books, journal, known):
    """Whatever PostgreSQL's statistics know: of a tenant that they lack, it expects one row."""
    analyse = "ANALYZE ledger.journals, ledger.lines"
    if known == "other tenants":
        for number in range(30):
            other = books.config.model_copy(update={"tenant": f"{books.tenant}-{number}"})
            sync_books(books.connection, other, books.workspace.root)
            post(books.connection, other.tenant, [journal(f"J{n}") for n in range(20)])
        books.connection.execute(analyse)
        books.connection.commit()
    post(books.connection, books.tenant, [journal(f"J{n}") for n in range(3000)])
    if known == "all":
        books.connection.execute(analyse)
        books.connection.commit()
    _, watermark = read(books)
    post(books.connection, books.tenant, [journal("new")])
    query = load_sql("ledger", "extract_lines").decode().partition("COPY (")[2].rpartition(") TO STDOUT")[0]
    with books.connection.transaction():
        books.connection.execute(_BY_INDEX)
        plan = books.connection.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}",
            {"tenant": books.tenant, "from": str(watermark.xid), "below": "999999999"},
        ).fetchone()[0]
    assert plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"] < 40, plan
