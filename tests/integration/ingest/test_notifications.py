"""A notification (camt.054) explains a batch of a statement: its parts count in place of the batch, and the money once."""

from datetime import date

import pytest

from tests.support.books_build import Books, make_server_root
from tests.unit.ingest.statement_files import document, ntry, statement, tx

KEYS = """\
sources:
  - {id: books, kind: book, format: journal_csv, path: 'inbox/*.csv'}
  - {id: bank, kind: statement, format: camt053, path: 'bank/*.xml'}
reconciliations:
  - {id: bank, left: {source: books, account: '1000'}, right: {source: bank}}
"""
HEADER = "journal_id,date,account,account_type,debit,credit,reference\n"
JOURNALS = HEADER + "".join(
    f"J{place},2025-01-15,1000,asset,{amount},,E2E-{place}\nJ{place},2025-01-15,4000,revenue,,{amount},E2E-{place}\n"
    for place, amount in enumerate((100, 150, 50))
)
MODELS = ("exceptions", "matches", "statement_lines", "assert_counted_lines_explain_balances")
REF = "<AcctSvcrRef>{}</AcctSvcrRef>"


@pytest.fixture(scope="module")
def server_root(tmp_path_factory):
    return make_server_root(tmp_path_factory.mktemp("notifications"))


def batch(minor, reference):
    return ntry(minor, f"<AcctSvcrRef>{reference}</AcctSvcrRef>")


def notification(reference, amounts):
    parts = "".join(
        tx(f"<EndToEndId>E2E-{place}</EndToEndId>", f"<Amt Ccy='EUR'>{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>")
        for place, amount in enumerate(amounts)
    )
    entry = ntry(100 * sum(amounts), f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{parts}</NtryDtls>")
    return document(entry, container="Ntfctn", version="054.001.08")


def built(server_root, files, later=None):
    books = Books(server_root, "", keys=KEYS, files={"inbox/books.csv": JOURNALS, **files})
    marts = books.build(as_of=date(2025, 1, 31), models=MODELS)
    if later:
        marts.close()
        for name, text in later.items():
            (books.root / name).write_text(text)
        marts = books.build(as_of=date(2025, 1, 31), models=MODELS)
    return marts


def amounts(marts):
    return sorted(int(amount) for (amount,) in marts.execute("SELECT amount FROM marts.statement_lines").fetchall())


BATCH = statement(batch(30000, "B1"), 0, 30000)
PARTS = notification("B1", (100, 150, 50))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"bank/1.xml": BATCH, "bank/2.xml": PARTS}, {}),
        ({"bank/1.xml": BATCH}, {"bank/2.xml": PARTS}),
        ({"bank/1.xml": PARTS}, {"bank/2.xml": BATCH}),
        ({"bank/1.xml": PARTS, "bank/2.xml": PARTS.replace("E2E-0", "E2E-0", 1) + "\n"}, {"bank/3.xml": BATCH}),
        ({"bank/1.xml": BATCH, "bank/2.xml": BATCH.replace("M1", "M2")}, {"bank/3.xml": PARTS}),
    ],
    ids=["at once", "the statement first", "the notification first", "the notification twice", "the statement twice"],
)
def test_the_parts_of_a_batch_are_matched_and_the_money_counts_once(server_root, first, then):
    marts = built(server_root, first, then)
    assert amounts(marts) == [50, 100, 150]
    assert marts.execute("SELECT count(*) FROM marts.matches WHERE status = 'confirmed'").fetchall() == [(3,)]
    assert marts.execute("SELECT type FROM marts.exceptions").fetchall() == []


def test_a_notification_that_explains_no_line_of_its_day_gives_way_to_the_statement(server_root):
    marts = built(server_root, {"bank/1.xml": BATCH, "bank/2.xml": notification("B1", (100, 150))})
    assert amounts(marts) == [300]


def test_two_batches_of_one_amount_are_distinguished_by_their_reference_or_not_at_all(server_root):
    two = statement(batch(30000, "B1") + batch(30000, "B2"), 0, 60000)
    assert amounts(built(server_root, {"bank/1.xml": two, "bank/2.xml": PARTS})) == [50, 100, 150, 300]
    unknown = notification("B9", (100, 150, 50))
    assert amounts(built(server_root, {"bank/1.xml": two, "bank/2.xml": unknown})) == [300, 300]


def test_a_statement_that_has_the_parts_itself_needs_no_notification(server_root):
    parts = statement("".join(ntry(100 * amount) for amount in (100, 150, 50)), 0, 30000)
    assert amounts(built(server_root, {"bank/1.xml": parts, "bank/2.xml": PARTS})) == [50, 100, 150]
