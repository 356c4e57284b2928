"""An account's lines, page by page."""

import pytest

from ledger.balances import account_lines
from ledger.posting import post
from tieout.sql import load_sql


def pages(books, account, limit):
    after, found = None, []
    while page := account_lines(books.connection, books.tenant, "de", account, after=after, limit=limit):
        assert len(page) <= limit
        found += page
        after = page[-1].cursor
    return found


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_the_pages_are_all_the_lines_in_the_order_of_posting(books, journal, fold_until_done, limit):
    rare = (("5200", "1.00"), ("4000", "-0.40"), ("4000", "-0.60"))
    for number in range(12):
        post(
            books.connection,
            books.tenant,
            [journal(f"J{number}", *(rare if number in {2, 9, 11} else ()), reference="R")],
        )
        if number == 10:
            assert fold_until_done()
    assert [line.journal_id for line in pages(books, "5200", limit)] == ["J2", "J9", "J11"]
    everything = pages(books, "4000", limit)
    assert [line.cursor for line in everything] == sorted({line.cursor for line in everything})
    assert [line.amount for line in everything if line.journal_id in {"J2", "J9", "J11"}] == [-40, -60] * 3
    assert len(everything) == 15
    assert {(line.currency, line.base_currency, line.reference) for line in everything} == {("EUR", "EUR", "R")}


def test_an_account_without_lines_has_no_page(books, journal, fold_until_done):
    for number in range(5):
        post(books.connection, books.tenant, [journal(f"J{number}")])
    assert fold_until_done()
    assert account_lines(books.connection, books.tenant, "de", "5200", limit=10) == []
    assert account_lines(books.connection, books.tenant, "us", "1000", limit=10) == []


def test_a_page_goes_no_further_than_it_is_full(books, journal, fold_until_done):
    for first in range(0, 400, 20):
        post(books.connection, books.tenant, [journal(f"J{number}") for number in range(first, first + 20)])
    assert fold_until_done()
    books.connection.execute("ANALYZE ledger.folds, ledger.journals, ledger.lines")
    parameters = {"tenant": books.tenant, "entity": "de", "account": "1000", "xid": "0", "journal_no": 0, "line_no": 0}

    def blocks(limit):
        explain = b"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + load_sql("ledger.balances", "account_lines")
        plan = books.connection.execute(explain, parameters | {"limit": limit}).fetchone()[0][0]["Plan"]
        return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]

    assert blocks(10) * 4 < blocks(400)
