"""Balances, and the naive sum to compare them with."""

from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from ledger.balances import account_balance, fold, trial_balance
from tests.integration.ledger.balances.sizes import TINY

FAR = date(2200, 1, 1)
END_OF_TIME = datetime(2200, 1, 1, tzinfo=UTC)
EVERY_LINE = """
SELECT entity_id, account_code, currency, effective_date, recorded_at, amount, base_amount
FROM ledger.lines JOIN ledger.journals USING (tenant_id, journal_no) WHERE tenant_id = %s
"""


@pytest.fixture
def fold_until_done(books):
    """Fold all that can be folded; returns what was."""

    def run(sizes=TINY):
        rounds = []
        while (folded := fold(books.connection, books.tenant, sizes)).lines:
            rounds.append(folded)
        return rounds

    return run


@pytest.fixture
def naive(books):
    """{(account, currency): (debit, credit, base)} added up in Python from the lines that the connection sees."""

    def add_up(entity="de", as_of=None, known_at=None, connection=None):
        connection = connection or books.connection
        totals = defaultdict(lambda: (0, 0, 0))
        for owner, account, currency, effective, recorded, amount, base in connection.execute(
            EVERY_LINE, (books.tenant,)
        ):
            if owner == entity and effective <= (as_of or FAR) and recorded <= (known_at or END_OF_TIME):
                debit, credit, sum_of_base = totals[account, currency]
                totals[account, currency] = (debit + max(amount, 0), credit - min(amount, 0), sum_of_base + base)
        connection.rollback()
        return dict(totals)

    return add_up


@pytest.fixture
def assert_as_naive(books, naive):
    """Every balance is the naive one, for all accounts at once and for each alone."""

    def compare(entity="de", as_of=None, known_at=None):
        expected = naive(entity, as_of, known_at)
        found = trial_balance(books.connection, books.tenant, entity, as_of, known_at=known_at)
        assert {(b.account_code, b.currency): (b.debit, b.credit, b.base_balance) for b in found} == expected
        for account in {account for account, _ in expected} | {"1800"}:
            alone = account_balance(books.connection, books.tenant, entity, account, as_of, known_at=known_at)
            assert alone == {unit: total[0] - total[1] for (code, unit), total in expected.items() if code == account}

    return compare
