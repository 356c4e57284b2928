"""`raw.budgets`: every budgeted figure, checked against entities, books, charts and calendars."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import psycopg

from ledger.periods import periods_through
from reporting.budgets.budget_file import BudgetRow, read_budgets
from reporting.raw_table import RawTable
from tieout.config.models import LEDGER
from tieout.errors import InputError
from tieout.money import to_minor
from tieout.postgres.tenancy import enter
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

COLUMNS = {
    **dict.fromkeys(("entity_id", "book", "period", "account_code", "account_type", "currency"), "VARCHAR"),
    "amount": "BIGINT",  # minor units, in the account's natural sign
}
_ACCOUNTS = """
SELECT %(ledger)s, entity_id, account_code, type FROM ledger.accounts WHERE tenant_id = %(tenant)s
UNION ALL
SELECT source, entity_id, code, type
FROM ingest.book_accounts
WHERE tenant_id = %(tenant)s AND source = ANY(%(sources)s)
"""


class Key(NamedTuple):
    """What a figure is budgeted for."""

    entity_id: str
    book: str
    period: str
    account_code: str
    account_type: str
    currency: str


def budgets_table(workspace: Workspace, connection: psycopg.Connection[Any]) -> RawTable:
    """The budget of the workspace in minor units, empty without `reporting.budget`.

    A row without an entity is of the only one, without a book of our own ledger, without a currency in the entity's
    functional one.

    Raises:
        InputError: an account, entity, book or currency is unknown, or one thing has two figures; with file and line.
    """
    pattern = workspace.config.reporting.budget
    found: dict[Key, tuple[int, str]] = {}
    if pattern is not None:
        resolver = _KeyResolver(workspace, connection)
        for row in read_budgets(workspace.root, pattern):
            key = resolver.key(row)
            amount = _minor(workspace, row, key.currency)
            earlier, place = found.setdefault(key, (amount, row.place))
            if earlier != amount:
                raise InputError(
                    f"{row.place}: account {row.account} has another budget for {row.period} at {place}: keep one"
                )
    return RawTable(COLUMNS, [(*key, amount) for key, (amount, _) in found.items()])


def _minor(workspace: Workspace, row: BudgetRow, currency: str) -> int:
    try:
        return to_minor(row.amount, workspace.currencies.scale(currency))
    except InputError as error:
        raise InputError(f"{row.place}: {error}") from None


class _KeyResolver:
    """What a row may name."""

    def __init__(self, workspace: Workspace, connection: psycopg.Connection[Any]) -> None:
        self.config = workspace.config
        self.connection = connection
        self.books = [LEDGER, *(source.id for source in self.config.sources if source.kind == "book")]
        self.accounts: dict[tuple[str, str], dict[str, str]] = {}
        self.periods: dict[tuple[str, int], set[str]] = {}
        for book, entity, code, account_type in self._every_account():
            self.accounts.setdefault((book, entity), {})[code] = account_type

    def _every_account(self) -> Iterator[tuple[str, str, str, str]]:
        values = {"ledger": LEDGER, "tenant": self.config.tenant, "sources": self.books}
        with self.connection.transaction():
            enter(self.connection, self.config.tenant)
            yield from self.connection.execute(_ACCOUNTS, values).fetchall()

    def key(self, row: BudgetRow) -> Key:
        """What the row's figure is for.

        Raises:
            InputError: a word of the row is unknown; with file and line.
        """
        entities = {entity.id: entity for entity in self.config.entities}
        named = row.entity or (next(iter(entities)) if len(entities) == 1 else "")
        entity = entities[_one_of(row.place, "entity", named, entities)]
        book = _one_of(row.place, "book", row.book or LEDGER, self.books)
        charts = {**self.accounts.get((LEDGER, entity.id), {}), **self.accounts.get((book, entity.id), {})}
        account = _one_of(row.place, "account", row.account, charts)
        period = _one_of(row.place, "period", row.period, self._periods(entity.id, row.period))
        return Key(entity.id, book, period, account, charts[account], row.currency or entity.currency)

    def _periods(self, entity: str, period: str) -> set[str]:
        """The periods of the years around the one that the text begins with, or around this one."""
        digits = period[:4]
        year = int(digits) if digits.isdecimal() and "1900" <= digits <= "2999" else datetime.now(UTC).year
        if (entity, year) not in self.periods:
            around = (date(year - 1, 1, 1), date(year + 1, 12, 31))
            found = periods_through(self.connection, self.config.tenant, entity, *around)
            self.periods[entity, year] = {each.period for each in found}
        return self.periods[entity, year]


def _one_of(place: str, what: str, word: str, valid: Collection[str]) -> str:
    if word not in valid:
        raise InputError(f"{place}: unknown {what} '{word}': {did_you_mean(word, valid)}")
    return word
