"""Financial statements of a large book, against one bare aggregation of the same lines, and against hledger.

The bare query sums the same Parquet files to account and month, with as many threads, in the same run: less cannot be
read. Times of models are those of each alone, see `statement_models`. The promises are about `--rows 10000000`;
at fewer rows they are harder, since every model costs its milliseconds whatever the book's size.
"""

import subprocess
import time
from collections.abc import Callable

import duckdb

from benchmarks.bench import Bench
from benchmarks.dashboard import statements_page
from benchmarks.figures import Figure, ratio
from benchmarks.statement_books import FIRST_MODEL, StatementBooks
from benchmarks.statement_models import downstream, seconds
from dashboards.marts import Marts
from tieout.published import open_published, published_version
from warehouse.build import BuildFiles

TIMES_BARE = 2
AGAIN_OF_FIRST = 0.2
PAGE_SECONDS = 1
OF_HLEDGER = 1 / 20
HLEDGER_LINES = 1_000_000
RUNS = 3
THREADS = 2
MATCHING = "int_match_links"
_BARE = """
SELECT entity_id, account_code, currency, date_trunc('month', effective_date) AS month, sum(amount), sum(base_amount)
FROM read_parquet('{lake}/**/*.lines.parquet')
GROUP BY ALL
"""
_HLEDGER = """
COPY (
    SELECT strftime(effective_date, '%Y-%m-%d') || ' ' || journal_id || chr(10)
           || string_agg(printf('  %s:%s  %.2f EUR', entity_id, account_code, amount / 100), chr(10)) || chr(10)
    FROM read_parquet('{lake}/**/*.lines.parquet')
    GROUP BY effective_date, journal_id ORDER BY effective_date
) TO '{path}' (HEADER false, QUOTE '', DELIMITER '\\0')
"""


def run(bench: Bench) -> list[Figure]:
    """All statements, the same again after one more journal, a page of them, and a trial balance by another ledger."""
    books = StatementBooks(bench.folder / "statements", bench.rows)
    books.write()
    given, wall = books.build()
    bare = _best(lambda: _bare(books))
    first = _statements(given)
    books.write_one_more()
    given, wall_again = books.build()
    again = _statements(given)
    return [
        Figure(f"bare aggregation of {bench.rows:,} lines to account and month", bare, "s"),
        Figure("all statements", first, "s"),
        Figure("all statements, of the bare aggregation", ratio(first, bare), "×", TIMES_BARE),
        Figure("after one more journal", again, "s"),
        Figure("after one more journal, of all statements", ratio(again, first), "×", AGAIN_OF_FIRST),
        Figure("the whole build", wall, "s"),
        Figure("the whole build, after one more journal", wall_again, "s"),
        Figure("a page of statements: its queries", _page(books), "s", PAGE_SECONDS),
        *_against_hledger(bench),
    ]


def _statements(given: BuildFiles) -> float:
    """Seconds from the lines to the last of those about the book alone, model by model; the best of some runs."""
    names = downstream(FIRST_MODEL) - downstream(MATCHING)
    replays = [seconds(given, names) for _ in range(RUNS)]
    return min(sum(taken[name] for name in names) for taken in replays)


def _bare(books: StatementBooks) -> None:
    with duckdb.connect(":memory:", config={"threads": THREADS}) as connection:
        connection.execute(_BARE.format(lake=books.workspace.lake)).fetchall()


def _page(books: StatementBooks) -> float:
    version = published_version(books.workspace)
    if version is None:
        raise RuntimeError(f"{books.root}: nothing is published")
    with open_published(books.workspace) as connection:
        began = time.perf_counter()
        statements_page(Marts(books.workspace, version, connection))
        return time.perf_counter() - began


def _against_hledger(bench: Bench) -> list[Figure]:
    """Both from the text or the lines to every account's balance at every month-end."""
    books = StatementBooks(bench.folder / "statements-hledger", min(bench.rows, HLEDGER_LINES))
    books.write()
    given, _ = books.build(("trial_balance",))
    own = _best(lambda: seconds(given, {"trial_balance"}))
    journal = books.root / "book.journal"
    duckdb.execute(_HLEDGER.format(lake=books.workspace.lake, path=journal))
    command = ("hledger", "-f", str(journal), "balance", "-M", "--historical", "-O", "csv", "-o", "/dev/null")
    theirs = _best(lambda: subprocess.run(command, check=True), times=1)
    return [
        Figure(f"hledger: trial balances of {books.lines:,} lines", theirs, "s"),
        Figure("the same by our models", own, "s"),
        Figure("ours, of hledger's", ratio(own, theirs), "×", OF_HLEDGER),
    ]


def _best(work: Callable[[], object], times: int = RUNS) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)
