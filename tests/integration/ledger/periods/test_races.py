"""A close and a posting at once, over two real connections: never do both win."""

import itertools
import random
import threading
import time

import psycopg
import pytest

from ledger.periods import close
from tieout.errors import InputError

ROUNDS = 40


def run_at_once(*calls):
    """Each call in its own thread; what each returned or raised."""
    outcomes = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place, call):
        start.wait()
        try:
            outcomes[place] = call()
        except (InputError, psycopg.Error) as error:
            outcomes[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class Begun:
    """A call in its own thread."""

    def __init__(self, call):
        self._call, self._result, self._error = call, None, None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            self._result = self._call()
        except InputError as error:
            self._error = error

    def is_waiting(self):
        self._thread.join(0.3)
        return self._thread.is_alive()

    def outcome(self):
        self._thread.join(20)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error
        return self._result


@pytest.fixture
def other(bookkeeper):
    with bookkeeper.books.another_connection() as connection:
        yield connection
        connection.rollback()


def months(first_year):
    """Pairs of consecutive months, as (year, month)."""
    number = itertools.count(first_year * 12)
    while True:
        yield tuple(divmod(next(number), 12) for _ in range(2))


def test_of_a_posting_and_a_close_over_its_day_exactly_one_wins(bookkeeper, other):
    """The posting goes into an empty month, the close is of the month after it: whichever is first refuses the other."""
    wait = random.Random()
    posted_first = closed_first = 0
    close(bookkeeper.connection, bookkeeper.tenant, "de", "2019-12", "ann")
    for (year, month), (next_year, next_month) in itertools.islice(months(2020), ROUNDS):
        day, period, name = f"{year}-{month + 1:02}-15", f"{year}-{month + 1:02}", f"{next_year}-{next_month + 1:02}"
        delays = wait.uniform(0, 0.01), wait.uniform(0, 0.01)

        def posting(delay=delays[0], day=day):
            time.sleep(delay)
            return bookkeeper.post(day, connection=other)

        def closing(delay=delays[1], name=name):
            time.sleep(delay)
            return close(bookkeeper.connection, bookkeeper.tenant, "de", name, "ann")

        posted, closed = run_at_once(posting, closing)
        if isinstance(posted, InputError):
            closed_first += 1
            assert closed.changed
            assert f'period {period} of entity "de" is closed' in str(posted)
        else:
            posted_first += 1
            assert (
                str(closed)
                == f"period {period} of entity 'de' is open, holds journals and must be closed before {name}"
            )
            close(bookkeeper.connection, bookkeeper.tenant, "de", period, "ann")
            close(bookkeeper.connection, bookkeeper.tenant, "de", name, "ann")
    assert min(posted_first, closed_first) > 0, (posted_first, closed_first)


def test_a_close_waits_for_the_posting_under_way_and_sees_it(bookkeeper, other):
    bookkeeper.post_raw("2026-01-15", connection=other)
    closing = Begun(lambda: close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-02", "ann"))
    assert closing.is_waiting()
    other.commit()
    with pytest.raises(InputError, match=r"period 2026-01 .* holds journals"):
        closing.outcome()


def test_a_posting_waits_for_the_close_under_way_and_obeys_it(bookkeeper, other):
    with other.transaction():
        close(other, bookkeeper.tenant, "de", "2026-02", "ann")
        posting = Begun(lambda: bookkeeper.post("2026-01-15"))
        assert posting.is_waiting()
    with pytest.raises(InputError, match=r"period 2026-01 .* is closed"):
        posting.outcome()


def test_a_posting_goes_on_when_the_close_is_rolled_back(bookkeeper, other):
    with other.transaction(force_rollback=True):
        close(other, bookkeeper.tenant, "de", "2026-02", "ann")
        posting = Begun(lambda: bookkeeper.post("2026-01-15"))
        assert posting.is_waiting()
    assert not posting.outcome()[0].replayed


def test_postings_do_not_wait_for_each_other(bookkeeper, other):
    bookkeeper.post_raw("2026-01-15", connection=other)
    bookkeeper.post("2026-01-16")
    other.commit()


def test_two_closes_at_once_are_one_close(bookkeeper, other):
    outcomes = run_at_once(
        lambda: close(bookkeeper.connection, bookkeeper.tenant, "de", "2026-01", "ann"),
        lambda: close(other, bookkeeper.tenant, "de", "2026-01", "ben"),
    )
    assert sorted(outcome.changed for outcome in outcomes) == [False, True]
    assert outcomes[0].period == outcomes[1].period
