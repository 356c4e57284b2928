"""Many sessions at once."""

import threading

import pytest

from ledger.posting import post
from tieout.errors import InputError


def run_at_once(books, *calls):
    """Each call in its own thread and connection; what each returned or raised."""
    outcomes = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place, call):
        with books.another_connection() as connection:
            start.wait()
            try:
                outcomes[place] = call(connection)
            except InputError as error:
                outcomes[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("round_", range(5))
def test_two_sessions_that_post_one_journal_write_it_once_and_answer_alike(books, journal, round_):
    def call(connection):
        return post(connection, books.tenant, [journal("J1")])

    outcomes = run_at_once(books, call, call)
    assert [outcome[0].journal_id for outcome in outcomes] == ["J1", "J1"]
    assert sorted(outcome[0].replayed for outcome in outcomes) == [False, True]
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 1


def test_a_second_session_waits_for_the_first_ones_commit_and_then_replays(books, journal):
    books.connection.execute("SELECT 1")
    post(books.connection, books.tenant, [journal("J1")])
    answers = []

    def second():
        with books.another_connection() as connection:
            answers.extend(post(connection, books.tenant, [journal("J1")]))

    thread = threading.Thread(target=second)
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()
    books.connection.commit()
    thread.join(30)
    assert [answer.replayed for answer in answers] == [True]


def test_of_two_different_requests_under_one_journal_id_one_wins(books, journal):
    outcomes = run_at_once(
        books,
        lambda connection: post(connection, books.tenant, [journal("J1", reference="A")]),
        lambda connection: post(connection, books.tenant, [journal("J1", reference="B")]),
    )
    assert sorted(isinstance(outcome, InputError) for outcome in outcomes) == [False, True]


def test_batches_that_overlap_in_opposite_order_are_all_posted_once(books, journal):
    forward = [journal(f"J{number}") for number in range(200)]
    outcomes = run_at_once(
        books,
        *[
            lambda connection, batch=batch: post(connection, books.tenant, batch)
            for batch in (forward, forward[::-1], forward)
        ],
    )
    assert [len(outcome) for outcome in outcomes] == [200, 200, 200]
    assert books.scalar("SELECT count(*) FROM ledger.journals WHERE tenant_id = %s", books.tenant) == 200
