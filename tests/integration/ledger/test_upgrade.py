"""A book that the first version wrote goes on: its journals stay, can be repeated, reversed and posted beside."""

from datetime import date

import pytest

from ledger.posting import post
from ledger.reversal import reverse
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.postgres.embedded import EmbeddedServer
from tieout.postgres.migrations import all_migrations
from tieout.workspace import Workspace

FIRST_VERSION = 8
OLD_BOOK = """
INSERT INTO ledger.tenants VALUES ('acme');
INSERT INTO ledger.currencies (tenant_id, currency, scale) VALUES ('acme', 'EUR', 2), ('acme', 'USD', 2);
INSERT INTO ledger.entities VALUES ('acme', 'de', 'Acme GmbH', 'EUR', 1);
INSERT INTO ledger.accounts VALUES ('acme', 'de', '1000', 'Cash', 'asset'),
    ('acme', 'de', '7900', 'Currency Trading (FX clearing)', 'equity');
SELECT setval('ledger.event_numbers', 77);
INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)
VALUES ('acme', 77, 1, '1000', 'USD', 1000, 920), ('acme', 77, 2, '7900', 'USD', -1000, -920);
INSERT INTO ledger.journals (tenant_id, journal_no, journal_id, entity_id, base_currency, effective_date)
VALUES ('acme', 77, 'OLD', 'de', 'EUR', '2026-01-31');
"""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    root = tmp_path_factory.mktemp("upgrade")
    (root / "tieout.yml").write_text("tenant: acme\nentities: [{id: de, name: Acme GmbH, currency: EUR}]\n")
    workspace = Workspace.open(root)
    with EmbeddedServer.of(workspace.postgres_dir).connect() as connection:
        connection.execute("CREATE SCHEMA tieout")
        connection.execute(
            "CREATE TABLE tieout.migrations (name text PRIMARY KEY, sha256 text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )
        for migration in all_migrations()[:FIRST_VERSION]:
            connection.execute(migration.sql.encode())
            connection.execute(
                "INSERT INTO tieout.migrations (name, sha256) VALUES (%s, %s)", (migration.name, migration.sha256)
            )
        connection.execute(OLD_BOOK)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        yield connection
        connection.rollback()


def old_request(journal):
    return journal("OLD", ("1000", "10", "USD", "9.20"), ("7900", "-10", "USD", "-9.20"))


def test_a_journal_without_rates_is_recognised_when_it_comes_again(upgraded, journal):
    assert post(upgraded, "acme", [old_request(journal)])[0].replayed


def test_it_can_be_reversed_and_the_contra_carries_the_rate_that_its_amounts_imply(upgraded):
    reverse(upgraded, "acme", "OLD", date=date(2026, 2, 1), reason="r", key="OLD-R")
    found = upgraded.execute(
        "SELECT DISTINCT rate::text, rate_source FROM ledger.lines WHERE rate IS NOT NULL"
    ).fetchall()
    assert found == [("0.92", "base_amount")]


def test_new_journals_are_posted_beside_it(upgraded, journal):
    post(upgraded, "acme", [journal("NEW", ("1000", "5"), ("7900", "-5"))])
    assert upgraded.execute(
        "SELECT count(*) FROM ledger.lines WHERE tenant_id = 'acme' AND rate IS NULL"
    ).fetchone() == (4,)
