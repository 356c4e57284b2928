"""A book that is filled at once, before anybody has statistics of it, must not grow slower with each journal."""

from decimal import Decimal

import pytest

from ledger.posting import post
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.workspace import Workspace

BATCH = 100
READ = "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = 'ledger' AND relname = 'journals'"


@pytest.fixture(scope="module")
def young(tmp_path_factory):
    root = tmp_path_factory.mktemp("young")
    (root / "tieout.yml").write_text("tenant: acme\nentities: [{id: de, name: Acme GmbH, currency: EUR}]\n")
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        yield connection
        connection.rollback()


def read(connection):
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.commit()
    found = connection.execute(READ).fetchone()[0]
    connection.commit()
    return int(found)


def test_look_ups_of_a_posting_stay_few(young, journal):
    def fill(first, journals):
        for start in range(first, first + journals, BATCH):
            lines = (("1000", Decimal(1)), ("4000", Decimal(-1)))
            post(young, "acme", [journal(f"J{number}", *lines) for number in range(start, start + BATCH)])

    fill(0, 3000)
    before = read(young)
    fill(3000, 1000)
    assert (read(young) - before) / 1000 < 10
