"""Memory must not grow with the file, and time only in proportion."""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
READ = """
import resource, sys, tempfile, time
from pathlib import Path
from ingest.readers import read
from ingest.read_task import BookAccount, ReadTask
from tieout.config import Entity, Source
from tieout.money import Currencies
kind, path = sys.argv[1], Path(sys.argv[2])
mapping = {"id": "id", "date": "date", "amount": "amount", "description": "description"}
source = (
    Source(id="b", kind="book", format="journal_csv", path="x") if kind == "book"
    else Source(id="s", kind="statement", format="csv", path="x", currency="EUR", columns=mapping)
)
accounts = (BookAccount("de", "1000", "Cash", "asset"), BookAccount("de", "4000", "Sales", "revenue"))
with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
    task = ReadTask(path, "k", source, (Entity(id="de", name="A", currency="EUR"),), Currencies.of(), accounts, Path(scratch))
    start = time.process_time()
    reading = read(task)
    print(reading.rows, reading.refused, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write(path, kind, rows):
    with path.open("w") as file:
        if kind == "book":
            file.write("journal_id,date,account,debit,credit,description\n")
            for number in range(rows // 2):
                day, text = f"2026-01-{1 + number % 28:02}", f"Subscription of customer {number % 999}"
                file.write(f"J{number},{day},1000,{number}.00,,{text}\nJ{number},{day},4000,,{number}.00,{text}\n")
        else:
            file.write("id,date,amount,description\n")
            for number in range(rows):
                file.write(f"t{number},2026-01-{1 + number % 28:02},{number}.00,Payment of customer {number % 999}\n")


def measure(folder, kind, rows):
    path = folder / f"{kind}{rows}.csv"
    write(path, kind, rows)
    done = subprocess.run(
        [sys.executable, "-c", READ, kind, str(path)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    taken, refused, seconds, kilobytes = done.stdout.split()
    assert (int(taken), int(refused)) == (rows, 0)
    return float(seconds), int(kilobytes) / 1024


@pytest.mark.parametrize("kind", ["book", "statement"])
def test_ten_times_the_rows_take_at_most_eighteen_times_the_time_and_bounded_memory(tmp_path, kind):
    small, large = measure(tmp_path, kind, 100_000), measure(tmp_path, kind, 1_000_000)
    assert large[0] < 18 * small[0], "a hundred times would be quadratic; caches and a busy machine take their part"
    assert large[1] < 1300, "MB: the session's limit of 1 GB and the interpreter"
