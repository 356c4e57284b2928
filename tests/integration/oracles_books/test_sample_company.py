"""The sample company's books, entity by entity: hledger, beancount and the trial balance mart agree at every month-end."""

from datetime import date

import pytest

from ledger.files import post_file
from sample.generate import generate
from tests.integration.ledger.oracles.tools import hledger_balances
from tests.integration.oracles_books.posted_books import agree, exported, mart_balances
from tests.support.books_build import Books

AS_OF = date(2026, 10, 31)


@pytest.fixture(scope="module")
def company(server_root):
    """Its postings in a workspace of its own, and the marts of them."""
    sample = generate(server_root / "sample", journals=300)
    config = (sample.root / "tieout.yml").read_text()
    books = Books(server_root, "")
    (books.root / "tieout.yml").write_text(config.replace("tenant: acme", f"tenant: {books.root.name}", 1))
    for file in sample.root.rglob("*"):
        copy = books.root / file.relative_to(sample.root)
        if file.is_file() and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    with books.connect() as connection:
        for path in sample.postings:
            assert post_file(connection, books.workspace.config, path).refused == ()
    return books, books.build(as_of=AS_OF, models=("trial_balance",))


@pytest.mark.parametrize("entity", ["acme-de", "acme-us"])
def test_both_tools_and_the_mart_agree_on_every_account_at_every_month_end(company, entity):
    books, marts = company
    assert len(agree(books, marts, entity)) >= 3


def test_a_cent_too_many_is_another_trial_balance(company):
    """The oracle can say no."""
    books, marts = company
    with books.connect() as connection:
        text = exported(connection, books.root.name, "acme-de", "hledger")
    cent = "\n2026-09-30 *\n  assets:1000 Cash  0.01 EUR\n  expenses:5100 Operating Expenses  -0.01 EUR\n"
    theirs, ours = hledger_balances(text + cent), mart_balances(marts, "hledger", "acme-de")[0]
    changed = {place for place in theirs.keys() | ours.keys() if theirs.get(place) != ours.get(place)}
    assert changed >= {("assets:1000 Cash", "EUR", month) for month in ("2026-09-01", "2026-10-01")}
