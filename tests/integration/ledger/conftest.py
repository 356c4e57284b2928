"""A real PostgreSQL, and for each test a tenant of its own: the book is append-only, so nothing is cleaned up between tests."""

import itertools
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from ledger.requests import JournalRequest, LineRequest
from ledger.setup import sync_books
from tieout.config import Config, Entity
from tieout.postgres import connect
from tieout.workspace import Workspace

CONFIG = """\
tenant: acme
entities:
  - {id: de, name: Acme GmbH, currency: EUR}
"""
_TENANTS = itertools.count(1)


@dataclass(frozen=True)
class Books:
    """One tenant's open books."""

    workspace: Workspace
    connection: psycopg.Connection
    config: Config

    @property
    def tenant(self):
        return self.config.tenant

    def another_connection(self):
        return connect(self.workspace)

    def scalar(self, query, *arguments):
        value = self.connection.execute(query, arguments).fetchone()[0]
        self.connection.rollback()
        return value

    def with_entities(self, *entities):
        config = self.config.model_copy(update={"entities": entities})
        sync_books(self.connection, config, self.workspace.root)
        return replace(self, config=config)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("books")
    (root / "tieout.yml").write_text(CONFIG)
    return Workspace.open(root)


@pytest.fixture
def books(workspace):
    config = workspace.config.model_copy(update={"tenant": f"acme-{next(_TENANTS)}"})
    with connect(workspace) as connection:
        sync_books(connection, config, workspace.root)
        yield Books(workspace, connection, config)
        connection.rollback()


@pytest.fixture
def two_entities(books):
    return books.with_entities(
        Entity(id="de", name="Acme GmbH", currency="EUR"), Entity(id="us", name="Acme Inc", currency="USD")
    )


@pytest.fixture
def journal():
    """Makes a balanced journal of two lines; a line is (account, amount) or (account, amount, currency, base_amount)."""

    def make(journal_id, *lines, **fields):
        lines = lines or (("1000", "10.00"), ("4000", "-10.00"))
        return JournalRequest(
            **{"journal_id": journal_id, "entity": "de", "date": date(2026, 1, 31)} | fields,
            lines=tuple(
                LineRequest(
                    account=account,
                    amount=Decimal(amount),
                    currency=rest[0] if rest else None,
                    base_amount=Decimal(rest[1]) if len(rest) > 1 else None,
                )
                for account, amount, *rest in lines
            ),
        )

    return make
