"""Opening the books from tieout.yml and the chart."""

import pytest

from ledger.setup import Opened, sync_books
from tieout.config import Currency, Entity
from tieout.errors import InputError


def reopen(books, **changes):
    return sync_books(books.connection, books.config.model_copy(update=changes), books.workspace.root)


def events(books):
    return books.scalar("SELECT count(*) FROM ledger.events WHERE tenant_id = %s", books.tenant)


def test_an_entity_starts_with_the_built_in_chart(books):
    assert books.scalar("SELECT count(*) FROM ledger.accounts WHERE tenant_id = %s", books.tenant) == 18


def test_opening_again_changes_nothing(books):
    before = events(books)
    assert reopen(books) == Opened(0, 0)
    assert events(books) == before


def test_a_new_entity_gets_its_accounts(books):
    entities = (*books.config.entities, Entity(id="us", name="Acme Inc", currency="USD"))
    assert reopen(books, entities=entities) == Opened(1, 18)


def test_a_new_name_is_taken_over_as_an_event(books):
    before = events(books)
    assert reopen(books, entities=(Entity(id="de", name="Acme SE", currency="EUR"),)) == Opened(1, 0)
    assert events(books) == before + 1


def test_an_entity_keeps_its_currency(books):
    with pytest.raises(InputError, match="'de' keeps its books in EUR"):
        reopen(books, entities=(Entity(id="de", name="Acme GmbH", currency="USD"),))


def test_a_currency_keeps_its_scale(books):
    with pytest.raises(InputError, match="EUR is booked with 2 decimals"):
        reopen(books, currencies=(Currency(code="EUR", scale=3),))


def test_an_account_keeps_its_type(books):
    chart = books.workspace.root / f"{books.tenant}.csv"
    chart.write_text("code,name,type\n1000,Cash,liability\n")
    with pytest.raises(InputError, match="account 1000 of 'de' is booked as asset"):
        reopen(books, accounts=chart.name)
