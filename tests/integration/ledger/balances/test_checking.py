"""What is wrong with totals is found, and said where."""

import pytest

from ledger.balances import check, refold
from ledger.posting import post
from tests.integration.ledger.balances.sizes import TINY


@pytest.fixture
def folded_book(books, journal, fold_until_done):
    for number in range(9):
        post(books.connection, books.tenant, [journal(f"J{number}")])
    assert fold_until_done()
    assert check(books.connection, books.tenant) == []
    return books


def tamper(books, change):
    """As a superuser may: triggers off."""
    with books.connection.transaction():
        books.connection.execute("SET LOCAL session_replication_role = replica")
        assert books.connection.execute(change, {"tenant": books.tenant}).rowcount > 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            (
                "UPDATE ledger.fold_days SET debit = debit + 7 WHERE tenant_id = %(tenant)s AND level = 0 AND fold_no = 1"
                " AND account_code = '1000'"
            ),
            (
                "chapter 1: account 1000 of entity de in EUR on 2026-01-31: folded as debit 2007, credit 0, base 2000,"
                " but what it is made of says debit 2000, credit 0, base 2000"
            ),
        ),
        (
            (
                "UPDATE ledger.fold_months SET base_amount = 0 WHERE tenant_id = %(tenant)s AND level = 1 AND fold_no = 0"
                " AND account_code = '4000'"
            ),
            (
                "volume 0 of level 1: account 4000 of entity de in EUR in the month from 2026-01-01: folded as debit 0,"
                " credit 4000, base 0, but what it is made of says debit 0, credit 4000, base -4000"
            ),
        ),
        (
            "DELETE FROM ledger.fold_days WHERE tenant_id = %(tenant)s AND level = 2 AND account_code = '1000'",
            (
                "volume 0 of level 2: account 1000 of entity de in EUR on 2026-01-31: folded as debit 0, credit 0, base 0,"
                " but what it is made of says debit 8000, credit 0, base 8000"
            ),
        ),
        (
            (
                "UPDATE ledger.folds SET last_recorded_at = last_recorded_at + interval '1 day'"
                " WHERE tenant_id = %(tenant)s AND level = 0 AND fold_no = 2"
            ),
            "chapter 2: its place, its number of lines or its times are not those of what it holds",
        ),
        (
            "DELETE FROM ledger.folds WHERE tenant_id = %(tenant)s AND level = 0 AND fold_no = 2",
            "chapter 3: its place, its number of lines or its times are not those of what it holds",
        ),
    ],
)
def test_a_wrong_total_is_located_and_refolding_mends_it(folded_book, change, sentence):
    tamper(folded_book, change)
    assert sentence in map(str, check(folded_book.connection, folded_book.tenant))
    refold(folded_book.connection, folded_book.tenant, TINY)
    assert check(folded_book.connection, folded_book.tenant) == []


def test_a_folded_line_that_was_edited_is_located(folded_book):
    tamper(
        folded_book,
        "UPDATE ledger.lines SET amount = 999 WHERE tenant_id = %(tenant)s AND account_code = '1000' AND journal_no ="
        " (SELECT journal_no FROM ledger.journals WHERE tenant_id = %(tenant)s AND journal_id = 'J3')",
    )
    assert [str(one) for one in check(folded_book.connection, folded_book.tenant)] == [
        (
            "chapter 1: account 1000 of entity de in EUR on 2026-01-31: folded as debit 2000, credit 0, base 2000,"
            " but what it is made of says debit 1999, credit 0, base 2000"
        )
    ]
