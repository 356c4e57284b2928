"""Books that are exported, and what our own trial balance says of them."""

import io
import itertools
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.balances import trial_balance
from ledger.export import beancount, hledger
from ledger.export.book import Account
from ledger.export.registry import export
from ledger.setup import sync_books
from tests.support.debian import require
from tieout.money import Currencies, to_major
from tieout.postgres.tenancy import enter

WORDS = {
    "hledger": (hledger.account_name, lambda currency: hledger.symbol(currency).strip('"')),
    "beancount": (beancount.account_name, beancount.currency_name),
}
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def hledger_is_there():
    require("hledger")


@dataclass(frozen=True)
class Exported:
    """One entity's book in the formats, and the balances that they should show."""

    books: Any
    entity: str = "de"

    def text(self, format_name):
        out = io.StringIO()
        export(self.books.connection, self.books.tenant, self.entity, format_name, out)
        return out.getvalue()

    def months(self):
        """The first day of every month in which something happened, and of those between."""
        with self.books.connection.transaction():
            enter(self.books.connection, self.books.tenant)
            first, last = self.books.connection.execute(
                "SELECT min(effective_date), max(effective_date) FROM ledger.journals"
                " WHERE tenant_id = %s AND entity_id = %s",
                (self.books.tenant, self.entity),
            ).fetchone()
        numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [date(number // 12, number % 12 + 1, 1) for number in numbers]

    def balances(self, tool):
        """Ours, in the words of `tool`: {(account, commodity, month): major units}, and the same in base amounts."""
        account_name, commodity = WORDS[tool]
        scales = Currencies.of({unit.code: unit.scale for unit in self.books.config.currencies}).scales()
        amounts, base_amounts = {}, {}
        for month in self.months():
            for found in trial_balance(self.books.connection, self.books.tenant, self.entity, _end(month)):
                account = account_name(Account(found.account_code, found.name, found.type, None, month))
                place = account, commodity(found.currency), month.isoformat()
                assert place not in amounts, "two accounts under one name"
                amounts[place] = to_major(found.balance, scales[found.currency])
                base_place = account, commodity(self._base_currency()), month.isoformat()
                base = to_major(found.base_balance, scales[self._base_currency()])
                base_amounts[base_place] = base_amounts.get(base_place, 0) + base
        return _without_zeros(amounts), _without_zeros(base_amounts)

    def _base_currency(self):
        return next(entity.currency for entity in self.books.config.entities if entity.id == self.entity)


def _end(month):
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _without_zeros(balances):
    return {place: balance for place, balance in balances.items() if balance}


@pytest.fixture
def new_books(books):
    """Opens the books of another tenant, with these currencies, accounts (code, name, type) and changes of the configuration."""

    def make(currencies=(), accounts=(), **changes):
        config = books.config.model_copy(
            update={"tenant": f"{books.tenant}-{next(_NUMBERS)}", "currencies": tuple(currencies), **changes}
        )
        sync_books(books.connection, config, books.workspace.root)
        with books.connection.transaction():
            enter(books.connection, config.tenant)
            for code, name, kind in accounts:
                books.connection.execute(
                    "INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)"
                    " VALUES (%s, 'de', %s, %s, %s)",
                    (config.tenant, code, name, kind),
                )
        return replace(books, config=config)

    return make
