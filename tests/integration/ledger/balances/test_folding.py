"""Folding: each line in exactly one chapter, whatever else happens meanwhile."""

from datetime import UTC, datetime

from ledger.balances import Folded, FoldSizes, check, fold, fold_all, refold, trial_balance
from ledger.posting import post
from tests.integration.ledger.balances.sizes import TINY

FOLDS = "SELECT level, fold_no, lines FROM ledger.folds WHERE tenant_id = %s ORDER BY level, fold_no"


def folds(books):
    rows = books.connection.execute(FOLDS, (books.tenant,)).fetchall()
    books.connection.rollback()
    return rows


def post_each(books, journal, names):
    for name in names:
        post(books.connection, books.tenant, [journal(name)])


def test_a_book_smaller_than_a_chapter_is_not_folded(books, journal):
    post_each(books, journal, "ABC")
    assert fold(books.connection, books.tenant) == Folded(0, 0, 0)
    assert fold(books.connection, books.tenant, FoldSizes(7, 2)) == Folded(0, 0, 0)
    assert folds(books) == []


def test_chapters_are_gathered_into_volumes_and_volumes_into_larger_ones(
    books, journal, fold_until_done, assert_as_naive
):
    post_each(books, journal, "ABCDEFGHIJKLMNOPQ")
    assert sum(folded.lines for folded in fold_until_done()) == 32
    levels = [level for level, _, _ in folds(books)]
    assert [levels.count(level) for level in range(5)] == [8, 4, 2, 1, 0]
    assert_as_naive()
    assert check(books.connection, books.tenant) == []


def test_a_call_folds_at_most_fanout_chapters(books, journal):
    post_each(books, journal, "ABCDEFGHIJ")
    assert fold(books.connection, books.tenant, TINY) == Folded(2, 1, 8)
    assert fold(books.connection, books.tenant, TINY) == Folded(2, 2, 8)
    assert fold(books.connection, books.tenant, TINY) == Folded(1, 0, 4)
    assert fold(books.connection, books.tenant, TINY) == Folded(0, 0, 0)


def test_one_large_transaction_makes_one_large_chapter(books, journal, fold_until_done, assert_as_naive):
    post(books.connection, books.tenant, [journal(f"L{number}") for number in range(20)])
    post_each(books, journal, "AB")
    fold_until_done()
    assert folds(books) == [(0, 0, 40), (0, 1, 4), (1, 0, 44)]
    assert_as_naive()


def test_a_journal_of_a_transaction_that_commits_late_is_neither_lost_nor_doubled(
    books, journal, fold_until_done, assert_as_naive
):
    with books.another_connection() as slow:
        slow.execute("SELECT 1")
        post(slow, books.tenant, [journal("slow")])
        post_each(books, journal, "ABCD")
        assert fold_until_done() == []
        assert_as_naive()
        slow.commit()
    assert_as_naive()
    assert sum(folded.lines for folded in fold_until_done()) == 8
    assert_as_naive()
    assert check(books.connection, books.tenant) == []


def test_while_one_folds_another_leaves_the_book_alone(books, journal):
    post_each(books, journal, "ABCD")
    with books.another_connection() as other:
        other.execute("SELECT 1")
        assert fold(other, books.tenant, TINY).lines == 8
        assert fold(books.connection, books.tenant, TINY) == Folded(0, 0, 0)
        other.rollback()
    assert fold(books.connection, books.tenant, TINY).lines == 8


def test_a_fold_that_is_killed_leaves_nothing(books, journal, assert_as_naive):
    post_each(books, journal, "ABCD")
    with books.another_connection() as other:
        other.execute("SELECT 1")
        fold(other, books.tenant, TINY)
        books.connection.execute("SELECT pg_terminate_backend(%s, 10000)", (other.info.backend_pid,))
        books.connection.commit()
        other.close()
    assert folds(books) == []
    assert fold(books.connection, books.tenant, TINY).lines == 8
    assert_as_naive()


def test_every_tenants_book_is_folded(books, journal):
    names = [journal(f"J{number}") for number in range(2100)]
    post(books.connection, books.tenant, names)
    assert fold_all(books.connection).lines >= 4200
    assert folds(books) == [(0, 0, 4200)]


def test_folding_again_from_the_lines_gives_the_same_balances(books, journal, fold_until_done):
    post_each(books, journal, "ABCDEFG")
    fold_until_done()
    post_each(books, journal, "HIJK")
    before = trial_balance(books.connection, books.tenant, "de")
    assert refold(books.connection, books.tenant, TINY).lines == 20
    assert trial_balance(books.connection, books.tenant, "de") == before
    assert check(books.connection, books.tenant) == []


def test_a_recorded_time_that_runs_backwards_is_kept_within_its_chapter(
    books, journal, fold_until_done, assert_as_naive
):
    """recorded_at is when a transaction began: one that began first may write last."""
    with books.another_connection() as early:
        early.execute("SELECT 1")
        post_each(books, journal, "ABC")
        known = datetime.now(UTC)
        post_each(books, journal, "DE")
        post(early, books.tenant, [journal("early")])
        early.commit()
    post_each(books, journal, "FG")
    assert fold_until_done()
    assert_as_naive(known_at=known)
    known_then = trial_balance(books.connection, books.tenant, "de", known_at=known)
    assert known_then[0].debit == 4000
