"""1,600 tenants at work at once over a few connections: afterwards each sees its own book, whole, and nothing else."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from tieout.postgres.tenancy import tenant_transaction

TENANTS = 1_600
CONNECTIONS = 4
JOURNALS_EACH = 1
OPEN_ALL = f"""
DO $$
DECLARE tenant text;
BEGIN
    FOR n IN 1..{TENANTS} LOOP
        tenant := set_config('tieout.tenant', 'crowd-' || n, true);
        INSERT INTO ledger.tenants VALUES (tenant);
        INSERT INTO ledger.currencies (tenant_id, currency, scale) VALUES (tenant, 'EUR', 2);
        INSERT INTO ledger.entities VALUES (tenant, 'main', tenant, 'EUR', 1);
        INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)
        VALUES (tenant, 'main', '1000', tenant, 'asset'), (tenant, 'main', '4000', tenant, 'revenue');
        IF n % 2 = 0 THEN
            INSERT INTO ledger.auditors (tenant_id, login, admitted) VALUES (tenant, 'crowd_auditor', true);
        END IF;
    END LOOP;
END $$
"""
SEEN = """
SELECT (SELECT array_agg(DISTINCT tenant_id || ' ' || description) FROM ledger.journals),
    (SELECT array_agg(amount ORDER BY amount) FROM ledger.lines),
    (SELECT array_agg(DISTINCT tenant_id || ' ' || name) FROM ledger.accounts),
    (SELECT count(*) FROM ledger.events), (SELECT array_agg(DISTINCT tenant_id) FROM ledger.events)
"""
AUDITED = """
SELECT (SELECT array_agg(DISTINCT tenant_id || ' ' || description) FROM ledger_audit.journals),
    (SELECT array_agg(DISTINCT tenant_id || ' ' || account_name) FROM ledger_audit.lines)
"""


@pytest.fixture(scope="module")
def crowd(database_server):
    """All opened, and every second one admits the same auditor."""
    with database_server.connect("keeper") as connection:
        connection.execute(OPEN_ALL)
    database_server.make_login("crowd_auditor")
    database_server.administer("GRANT tieout_auditor TO crowd_auditor")
    return database_server


def amount_of(n, k):
    return Decimal(n * JOURNALS_EACH + k) / 100


def journal(n, k):
    """The journal ids are the same in all tenants; the amounts and words are each tenant's own."""
    lines = (
        LineRequest(account="1000", amount=amount_of(n, k)),
        LineRequest(account="4000", amount=-amount_of(n, k)),
    )
    return JournalRequest(
        journal_id=f"J{k}", entity="main", date=date(2026, 1, 31), lines=lines, description=f"crowd-{n}"
    )


def work(database_server, share):
    with database_server.connect("service") as connection:
        for n, k in share:
            with tenant_transaction(connection, f"crowd-{n}"):
                post(connection, f"crowd-{n}", [journal(n, k)])


def test_1600_tenants_at_once_see_their_own_book_and_nothing_else(crowd):
    postings = [(n, k) for n in range(1, TENANTS + 1) for k in range(JOURNALS_EACH)]
    random.Random(1600).shuffle(postings)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda start: work(crowd, postings[start::CONNECTIONS]), range(CONNECTIONS)))

    with crowd.connect("service") as connection:
        for n in range(1, TENANTS + 1):
            own = f"crowd-{n}"
            with tenant_transaction(connection, own):
                words, amounts, accounts, events, of = connection.execute(SEEN).fetchone()
            assert words == [f"{own} {own}"]
            assert amounts == sorted(
                sign * int(amount_of(n, k) * 100) for sign in (1, -1) for k in range(JOURNALS_EACH)
            )
            assert accounts == [f"{own} {own}"]
            assert (events, of) == (5 + (n % 2 == 0) + JOURNALS_EACH, [own])

    with crowd.connect("crowd_auditor", autocommit=True) as auditor:
        for n in range(1, TENANTS + 1):
            own = f"crowd-{n}"
            auditor.execute("SELECT set_config('tieout.tenant', %s, false)", (own,))
            expected = [f"{own} {own}"] if n % 2 == 0 else None
            assert auditor.execute(AUDITED).fetchone() == (expected, expected)
