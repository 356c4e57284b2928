"""All cases of foreign currencies in one book and one build: the companies by hand, books by chance, and our own ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from tests.integration.fx import companies, random_books
from tests.support.books_build import Books, make_server_root

AS_OF = date(2027, 1, 31)
MODELS = (
    "revaluations",
    "realised_fx",
    "statement_rates",
    "consolidated_trial_balance",
    "translation_adjustments",
    "intercompany_balances",
    "exceptions",
    "general_ledger",
    "trial_balance",
    "run",
)
KEYS = """
accounts: chart.csv
reporting: {currency: USD}
rates: [{path: rates/ecb.csv, format: ecb}, {path: rates/quotes.csv, format: csv}, {path: rates/averages.csv, format: csv, purpose: average}]
groups:
  - {id: textbook, name: Textbook, currency: EUR, entities: [parent, sub], book: books}
  - {id: later, name: Later, currency: EUR, entities: [late], book: books}
  - {id: stopped, name: Stopped, currency: EUR, entities: [left, unquoted], book: books}
  - {id: quarrel, name: Quarrel, currency: EUR, entities: [left, right], book: books}
  - {id: chance, name: Chance, currency: EUR, entities: [%s], book: books}
intercompany:
  - {left: {entity: parent, account: "1600"}, right: {entity: sub, account: "3000"}}
"""


@dataclass
class Built:
    """The marts of the one build, and the workspace that they are published in."""

    books: Books
    marts: duckdb.DuckDBPyConnection
    entries: list[random_books.Entry]
    quotes: random_books.Quotes

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self.marts.execute(sql, values).fetchall()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    server_root = make_server_root(tmp_path_factory.mktemp("fx"))
    currencies = companies.ENTITIES | random_books.MEMBERS
    entities = ", ".join(f"{{id: {each}, name: {each}, currency: {code}}}" for each, code in currencies.items())
    entries = random_books.drawn_entries(21)
    by_hand = [companies.rows_of(name, companies.ENTITIES[name], text) for name, text in companies.COMPANIES.items()]
    journals = companies.as_csv([*(row for rows in by_hand for row in rows), *random_books.rows_of(entries)])
    table = companies.ecb_table()
    files = {"chart.csv": companies.CHART, "rates/ecb.csv": table, "rates/quotes.csv": companies.QUOTES}
    files["rates/averages.csv"] = companies.AVERAGES
    keys = KEYS % ", ".join(random_books.MEMBERS)
    books = Books(server_root, journals, entities=f"[{entities}]", keys=keys, files=files)
    with books.connect() as connection:
        post(connection, books.workspace.config.tenant, own_journals())
    marts = books.build(as_of=AS_OF, models=MODELS)
    publish(books, marts)
    yield Built(books, marts, entries, random_books.Quotes(table))
    marts.close()


def own_journals() -> list[JournalRequest]:
    """Our own ledger: a claim of 100 USD carried at 90 euros, a debt of 80 at 60, and a functional amount left alone.

    And another entity's claims in currencies that nobody quoted in time.
    """
    return [
        _journal("own", "1100", "100 USD", "90"),
        _journal("own", "2000", "-80 USD", "-60"),
        _journal("own", "1110", "50 USD", "47"),
        _journal("own", "1110", "-50 USD", "-40"),
        _journal("bare", "1100", "100 SEK", "9"),
        _journal("bare", "1100", "100 NOK", "8"),
    ]


def _journal(entity: str, account: str, told: str, base: str) -> JournalRequest:
    amount, currency = told.split()
    lines = [
        LineRequest(account=code, amount=sign * Decimal(amount), currency=currency, base_amount=sign * Decimal(base))
        for code, sign in ((account, 1), ("4000", -1))
    ]
    name = f"{entity} {account} {told}"
    return JournalRequest(journal_id=name, entity=entity, date=date(2026, 11, 16), lines=tuple(lines))


def publish(books: Books, marts: duckdb.DuckDBPyConnection) -> None:
    """Make a build the version that commands read."""
    path = Path(marts.execute("SELECT path FROM duckdb_databases() WHERE NOT internal LIMIT 1").fetchall()[0][0])
    link = books.workspace.marts_link
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(path)
