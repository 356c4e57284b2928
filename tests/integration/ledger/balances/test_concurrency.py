"""Writers, folders and readers at once."""

import threading
from collections import Counter
from contextlib import contextmanager

from ledger.balances import check, fold, trial_balance
from ledger.posting import post
from tests.integration.ledger.balances.sizes import TINY

WRITERS, JOURNALS = 4, 25


class Crew:
    """Threads with a connection each; what one of them fails with is kept for the test to tell."""

    def __init__(self, books):
        self.books, self.failures, self.written = books, [], threading.Event()

    @contextmanager
    def at_work(self, work, *all_arguments):
        threads = [threading.Thread(target=self._watched, args=(work, arguments)) for arguments in all_arguments]
        for thread in threads:
            thread.start()
        yield
        for thread in threads:
            thread.join()

    def _watched(self, work, arguments):
        try:
            with self.books.another_connection() as connection:
                work(self, connection, *arguments)
        except Exception as error:  # noqa: BLE001 - told by the test, whatever it is
            self.failures.append(error)


def keep_folding(crew, connection):
    while not crew.written.wait(0.01):
        fold(connection, crew.books.tenant, TINY)


def keep_reading(crew, connection):
    seen = 0
    while not crew.written.wait(0.005):
        balances = trial_balance(connection, crew.books.tenant, "de")
        sums = Counter()
        for balance in balances:
            sums[balance.currency] += balance.balance
        debits = sum(balance.debit for balance in balances)
        assert not any(sums.values())
        assert debits >= seen
        seen = debits


def test_while_others_post_and_fold_every_reading_is_whole(books, journal, assert_as_naive):
    def write(_, connection, writer):
        for number in range(JOURNALS):
            post(connection, books.tenant, [journal(f"W{writer}-{number}")])

    crew = Crew(books)
    with crew.at_work(keep_folding, (), ()), crew.at_work(keep_reading, ()):
        with crew.at_work(write, *((writer,) for writer in range(WRITERS))):
            pass
        crew.written.set()
    assert crew.failures == []
    while fold(books.connection, books.tenant, TINY).lines:
        pass
    assert_as_naive()
    assert check(books.connection, books.tenant) == []
    assert trial_balance(books.connection, books.tenant, "de")[0].debit == WRITERS * JOURNALS * 1000
