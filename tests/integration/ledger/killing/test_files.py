"""`kill -9` of `tieout post FILE`, or of PostgreSQL under it: the same file again, and every journal is there once."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from ledger.proof.verification import verify
from tests.integration.ledger.killing.scene import RECOVERY_S, TENANT
from tests.support.ledger_server import REPOSITORY
from tests.support.rounds import rounds

COMMAND = (sys.executable, "-c", "from cli import main; main()")
JOURNALS_OF_A_BATCH = 150
BATCHES = 20
CSV_JOURNALS = 20_500
COUNT = "SELECT count(*) FROM ledger.journals WHERE tenant_id = %s AND journal_id LIKE %s"
CONTENT = """
SELECT count(DISTINCT journal.journal_no), count(*), sum(line.amount) FILTER (WHERE line.amount > 0), sum(line.amount)
FROM ledger.journals AS journal
JOIN ledger.lines AS line USING (tenant_id, journal_no)
WHERE journal.tenant_id = %s AND journal.journal_id LIKE %s
"""


def json_file(folder, name):
    """Its batches are small: a journal that stands twice begins a new one."""
    numbers = range(BATCHES * JOURNALS_OF_A_BATCH)
    rows = []
    for number in numbers:
        rows += [row(name, number)] * (2 if number % JOURNALS_OF_A_BATCH == 0 else 1)
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in rows))
    return path, len(numbers)


def row(name, number):
    lines = [{"account": "1000", "amount": cents(number)}, {"account": "4000", "amount": f"-{cents(number)}"}]
    return {"journal_id": f"{name}-{number}", "date": "2026-01-31", "lines": lines}


def csv_file(folder, name):
    """Batches of ten thousand journals."""
    lines = [
        f"{name}-{number},2026-01-31,{account},{sign}{cents(number)}\n"
        for number in range(CSV_JOURNALS)
        for account, sign in (("1000", ""), ("4000", "-"))
    ]
    path = folder / f"{name}.csv"
    path.write_text("journal_id,date,account,amount\n" + "".join(lines))
    return path, CSV_JOURNALS


def cents(number):
    return f"{(number + 1) / 100:.2f}"


def post(place, path):
    return subprocess.Popen(
        [*COMMAND, "post", str(path), "-w", str(place.root), "--json"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def strike(place, path, at_least, kill):
    """Post the file, and kill when at least that many journals are in the book; how many there were, and the outcome."""
    command = post(place, path)
    with place.connection() as connection:
        connection.autocommit = True
        deadline = time.monotonic() + RECOVERY_S
        while (there := in_book(connection, path)) < at_least:
            assert time.monotonic() < deadline
            assert command.poll() is None, command.communicate()
            time.sleep(0.01)
        kill(command)
    return there, command.communicate(timeout=RECOVERY_S), command.returncode


def in_book(connection, path):
    return connection.execute(COUNT, (TENANT, f"{path.stem}-%")).fetchone()[0]


@pytest.mark.soak
@pytest.mark.parametrize(("make", "kills"), [(json_file, rounds(2, 12)), (csv_file, rounds(1, 5))])
def test_a_posting_of_a_file_that_was_killed_is_completed_by_posting_it_again(place, seed, make, kills):
    path, journals = make(place.root, f"killed{make.__name__[:4]}")
    moments = sorted(random.Random(seed).sample(range(1, journals * 3 // 4), kills))
    for moment in moments:
        there, _, code = strike(place, path, moment, lambda command: command.kill())
        assert code == -signal.SIGKILL
        assert moment <= there < journals
    assert_complete(place, path, journals)


def test_a_database_killed_under_the_posting_of_a_file_is_one_line_and_posting_it_again_completes_it(place, seed):
    path, journals = json_file(place.root, "under")
    _, (out, err), code = strike(place, path, random.Random(seed).randrange(1, 2000), lambda _: place.kill_cluster())
    assert (code, out) == (3, "")
    assert "Traceback" not in err
    assert_complete(place, path, journals)


def assert_complete(place, path, journals):
    """Whole, once, with every cent; and the book is proven."""
    with place.connection() as connection:
        before = in_book(connection, path)
    command = post(place, path)
    out, err = command.communicate(timeout=RECOVERY_S)
    assert command.returncode == 0, err
    assert json.loads(out)["journals"] == journals - before
    expected = (journals, journals * 2, journals * (journals + 1) // 2, 0)
    with place.connection() as connection:
        assert connection.execute(CONTENT, (TENANT, f"{path.stem}-%")).fetchone() == expected
        connection.rollback()
        assert verify(connection, TENANT).findings == []
