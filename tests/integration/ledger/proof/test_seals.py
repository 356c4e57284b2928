"""The seal chain: what it takes in, and what it says of a rewritten one."""

import json
import threading

import psycopg
import pytest

from ledger.posting import post
from ledger.proof.heads import head, keep, read_heads
from ledger.proof.sealing import seal
from ledger.proof.verification import verify
from tieout.errors import InputError


def seals(book):
    found = book.connection.execute(
        "SELECT seal_no, first_sequence, last_sequence FROM ledger.seals WHERE tenant_id = %s ORDER BY seal_no",
        (book.tenant,),
    ).fetchall()
    book.connection.rollback()
    return found


def test_seals_cover_every_event_without_gap_or_overlap(book):
    ends = [last for _, _, last in seals(book)]
    assert [first for _, first, _ in seals(book)] == [1, *(last + 1 for last in ends[:-1])]
    assert ends[-1] == book.verify().events


def test_nothing_new_makes_no_seal(book):
    before = seals(book)
    assert book.seal() == 0
    assert seals(book) == before


def test_only_what_is_new_is_sealed(book, journal):
    before = seals(book)
    post(book.connection, book.tenant, [journal("new")])
    verdict = book.verify()
    assert verdict.events == verdict.sealed_events + 1
    assert book.seal() == 1
    assert seals(book)[:-1] == before
    assert book.verify().findings == []


def test_a_journal_that_commits_late_waits_for_a_later_seal(book, journal):
    with book.books.another_connection() as slow, book.books.another_connection() as sealer:
        slow.execute("SELECT 1")
        post(slow, book.tenant, [journal("slow")])
        post(book.connection, book.tenant, [journal("fast")])
        assert seal(sealer, book.tenant) == 0
        slow.commit()
        assert seal(sealer, book.tenant) == 1
    verdict = book.verify()
    assert verdict.findings == []
    assert verdict.events == verdict.sealed_events


def test_sealers_that_meet_take_turns(book, journal):
    post(book.connection, book.tenant, [journal(f"M{n}") for n in range(60)])
    made = []

    def work():
        with book.books.another_connection() as connection:
            made.append(seal(connection, book.tenant, events_per_seal=3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 20
    assert book.verify().findings == []


def test_the_size_of_seals_may_change(books, journal):
    for size in (1000, 1, 7):
        post(books.connection, books.tenant, [journal(f"S{size}-{n}") for n in range(9)])
        seal(books.connection, books.tenant, events_per_seal=size)
    assert verify(books.connection, books.tenant).findings == []


@pytest.mark.parametrize(
    "command", ["DELETE FROM ledger.seals", "UPDATE ledger.seals SET marks = ''", "TRUNCATE ledger.seals"]
)
def test_seals_are_append_only(book, command):
    with pytest.raises(psycopg.Error, check=lambda error: error.sqlstate == "LD003"):
        book.connection.execute(command)


def test_a_seal_that_does_not_follow_the_last_is_refused(book):
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        book.connection.execute(
            "INSERT INTO ledger.seals (tenant_id, seal_no, first_sequence, last_sequence, last_xid, last_event_no,"
            " previous_hash, hash, marks) SELECT tenant_id, seal_no + 1, 900, 901, last_xid, 1, sha256('x'), hash, marks"
            " FROM ledger.seals WHERE tenant_id = %s ORDER BY seal_no DESC LIMIT 1",
            (book.tenant,),
        )


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            "UPDATE ledger.seals SET hash = sha256('x') WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 3 (events 81 to 120 of the log): the seal itself was altered",
        ),
        (
            "UPDATE ledger.seals SET sealed_at = '2001-01-01' WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 3 (events 81 to 120 of the log): the seal itself was altered",
        ),
        (
            "UPDATE ledger.seals SET marks = overlay(marks PLACING 'abcd' FROM 5) WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 3 (events 81 to 120 of the log)",
        ),
        (
            "UPDATE ledger.seals SET previous_hash = sha256('x') WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 3: seal does not follow the one before it",
        ),
        (
            "UPDATE ledger.seals SET first_sequence = 82 WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 3: seal does not follow the one before it",
        ),
        (
            "DELETE FROM ledger.seals WHERE tenant_id = %(t)s AND seal_no = 3",
            "seal 4: seal does not follow the one before it: seal 3 / seal 4",
        ),
        (
            "DELETE FROM ledger.seals WHERE tenant_id = %(t)s AND seal_no = 1",
            "seal 2: seal does not follow the one before it: seal 1 / seal 2",
        ),
    ],
)
def test_an_altered_or_missing_seal_is_found(book, finding_lines, change, finding):
    book.tamper(change)
    assert any(one.startswith(finding) for one in finding_lines(book.verify()))


def exported(book, tmp_path):
    """The file to which the chain's head of now is added."""
    file = tmp_path / "heads.jsonl"
    keep(file, head(book.connection, book.tenant))
    return file


def rewrite(book):
    """The last journal's event, rows and every seal made anew, as someone would who owns the server."""
    book.tamper(
        "UPDATE ledger.lines SET amount = amount * 9, base_amount = base_amount * 9"
        " WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        "UPDATE ledger.events SET body = replace(body, '1000, ', '9000, ') WHERE tenant_id = %(t)s AND event_no = %(n)s",
        "UPDATE ledger.events SET sha256 = ledger.fingerprint(body) WHERE tenant_id = %(t)s AND event_no = %(n)s",
        "DELETE FROM ledger.seals WHERE tenant_id = %(t)s",
        n=book.number("J5"),
    )
    book.seal()


def test_a_chain_contains_the_heads_that_were_kept(book, journal, tmp_path):
    file = exported(book, tmp_path)
    post(book.connection, book.tenant, [journal("later")])
    book.seal()
    exported(book, tmp_path)
    exported(book, tmp_path)
    kept = read_heads(file, book.tenant)
    assert len(kept) == 2
    assert book.verify(kept).findings == []


def test_a_book_rewritten_with_its_chain_is_convicted_by_a_kept_head_alone(book, finding_lines, tmp_path):
    file = exported(book, tmp_path)
    rewrite(book)
    assert book.verify().findings == []
    (finding,) = finding_lines(book.verify(read_heads(file, book.tenant)))
    assert finding.startswith(f"seal {seals(book)[-1][0]}, at or before it: a seal is not the one that was exported")


def test_the_heads_narrow_down_where_the_rewriting_began(book, finding_lines, journal, tmp_path):
    file = exported(book, tmp_path)
    good = seals(book)[-1][0]
    post(book.connection, book.tenant, [journal("later")])
    book.seal()
    exported(book, tmp_path)
    book.tamper("UPDATE ledger.seals SET hash = sha256('x') WHERE tenant_id = %(t)s AND seal_no = %(s)s", s=good + 1)
    found = finding_lines(book.verify(read_heads(file, book.tenant)))
    assert any(one.startswith(f"seal {good + 1}, after seal {good}: a seal is not the one") for one in found)


def test_a_chain_whose_end_was_cut_off_is_convicted_by_a_kept_head(book, finding_lines, tmp_path):
    file = exported(book, tmp_path)
    last = seals(book)[-1][0]
    book.tamper("DELETE FROM ledger.seals WHERE tenant_id = %(t)s AND seal_no >= %(s)s", s=last - 1)
    assert book.verify().findings == []
    (finding,) = finding_lines(book.verify(read_heads(file, book.tenant)))
    assert finding.startswith(f"seal {last}, at or before it: a seal that was exported is gone")


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        "{}",
        '{"tenant": "x"}',
        '{"tenant": 1, "form": 1, "seal_no": "1", "hash": 1, "last_sequence": 1, "sealed_at": ""}',
    ],
)
def test_a_file_that_holds_no_heads_is_refused_with_its_line(tmp_path, line):
    file = tmp_path / "heads.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(InputError, match=r"heads.jsonl:2: is not a head"):
        read_heads(file, "acme")


def test_heads_of_another_tenant_prove_nothing(book, tmp_path):
    file = exported(book, tmp_path)
    with pytest.raises(InputError, match="holds no head of the chain of 'nobody'"):
        read_heads(file, "nobody")


def test_a_head_is_one_line_of_json(book, tmp_path):
    kept = json.loads(exported(book, tmp_path).read_text())
    assert (kept["tenant"], kept["seal_no"], kept["form"]) == (book.tenant, seals(book)[-1][0], 1)


def test_nothing_is_exported_before_the_first_seal(books):
    assert head(books.connection, books.tenant) is None


def test_a_book_restored_under_a_lower_transaction_counter_is_not_sealed(books, journal, finding_lines):
    """A dump keeps the transactions' numbers, and a new cluster counts from the beginning."""
    post(books.connection, books.tenant, [journal("J1")])
    with books.another_connection() as superuser:
        superuser.execute("SET session_replication_role = replica")
        for table in ("events", "journals", "lines"):
            superuser.execute(
                f"UPDATE ledger.{table} SET recorded_xid = (recorded_xid::text::bigint + 4000000000)::text::xid8"
                " WHERE tenant_id = %s",
                (books.tenant,),
            )
        superuser.commit()
    with pytest.raises(InputError, match="restored from a dump; stop the server and run pg_resetwal -e"):
        seal(books.connection, books.tenant)
    (finding,) = finding_lines(verify(books.connection, books.tenant))
    assert finding.startswith("server: the server's transaction counter is behind the book")


def test_a_sealer_that_dies_leaves_the_chain_as_it_was(book, journal):
    post(book.connection, book.tenant, [journal(f"D{n}") for n in range(9)])
    before = seals(book)
    with book.books.another_connection() as dying:
        dying.execute("SELECT 1")
        assert seal(dying, book.tenant, events_per_seal=3) == 3
        dying.rollback()
    assert seals(book) == before
    assert book.seal(events_per_seal=4) == 3
    assert book.verify().findings == []
