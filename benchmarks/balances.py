"""What a balance costs in a large book, and whether posting to one account is slower than posting to many.

The book is the worst one for totals: its effective dates are spread at random over a year, whatever the recorded time,
so that a chapter has hardly two lines of one account on one day. Its rows go in with triggers off, since reading is
what is measured; the naive sum over all lines, in the same run, is what a balance would cost without folds.
"""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import quantiles
from typing import Any, NamedTuple

import psycopg

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from benchmarks.growth import MOST_GROWTH, posting_cost
from ledger.balances import account_balance, fold_all, trial_balance
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.workspace import Workspace

TENANT = ENTITY = "bench"
ACCOUNTS = 200
LINES_PER_ROW = 10
SMALL_BOOK = 50_000
JOURNALS_PER_TRANSACTION = 500
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
ACCOUNT_MS, TRIAL_MS = 20.0, 500.0
WRITERS = 16
WRITING_SECONDS = 5.0
LEAST_HOT_RATE = 0.8
_CONFIG = "tenant: bench\nentities: [{id: bench, name: Bench, currency: EUR}]\n"

_CHART = """
INSERT INTO ledger.accounts (tenant_id, entity_id, account_code, name, type)
SELECT 'bench', 'bench', 'A' || lpad(account::text, 3, '0'), 'Account ' || account, 'asset'
FROM generate_series(0, 199) AS account
"""

_JOURNALS = """
INSERT INTO ledger.journals (
    tenant_id, journal_no, recorded_at, effective_date, journal_id, entity_id, base_currency
)
SELECT 'bench', no, timestamptz '2025-01-01 00:00+00' + interval '365 days' * (no::numeric / %(journals)s)::real,
    date '2025-01-01' + (hashint8(no) & 1023) %% 365, 'B-' || no, 'bench', 'EUR'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS no
"""

_LINES = """
INSERT INTO ledger.lines (tenant_id, journal_no, line_no, account_code, currency, amount, base_amount)
SELECT 'bench', no, side, 'A' || lpad(((hashint8(no * 2 + side) & 65535) %% 200)::text, 3, '0'), 'EUR',
    amount * (3 - 2 * side), amount * (3 - 2 * side)
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS no
CROSS JOIN generate_series(1, 2) AS side
CROSS JOIN LATERAL (SELECT 1 + (hashint8(no + 7) & 1048575)::bigint AS amount OFFSET 0) AS priced
"""

_EVENTS = """
INSERT INTO ledger.events (tenant_id, event_no, kind, body, sha256)
SELECT 'bench', no, 'journal_posted', '{}', sha256('') FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS no
"""

_NAIVE = """
SELECT account_code, currency, sum(amount) FROM ledger.lines JOIN ledger.journals USING (tenant_id, journal_no)
WHERE tenant_id = 'bench' AND entity_id = 'bench' AND effective_date <= %s AND recorded_at <= %s
GROUP BY account_code, currency
"""


class _Reading(NamedTuple):
    """A balance asked for again and again, at other times; and the most that its 95th percentile may take, in ms."""

    what: str
    read: Callable[[psycopg.Connection[Any]], object]
    times: int
    limit: float


def run(bench: Bench) -> list[Figure]:
    """Two-line journals, ten times as many lines as the other benchmarks have rows."""
    root = bench.folder / "balances"
    root.mkdir()
    (root / "tieout.yml").write_text(_CONFIG, encoding="utf-8")
    workspace = Workspace.open(root)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        connection.execute(_CHART)
        connection.commit()
        return [*_no_hot_row(workspace), *_large_book(connection, bench.rows * LINES_PER_ROW)]


def _large_book(connection: psycopg.Connection[Any], lines: int) -> list[Figure]:
    small = min(SMALL_BOOK, lines // 2)
    _load(connection, small, lines // 2)
    cost = posting_cost(connection, "small")
    _load(connection, lines // 2 - small, lines // 2)
    growth = ratio(posting_cost(connection, "large"), cost)
    began = time.monotonic()
    folded = fold_all(connection)
    seconds = time.monotonic() - began
    figures = [Figure("lines folded", folded.lines / seconds, "/s"), _bytes_per_line(connection, lines)]
    figures.append(Figure(f"a posting at {lines:,} lines, of one at {2 * small:,}", growth, "×", MOST_GROWTH))
    naive = _seconds(lambda: connection.execute(_NAIVE, (BEGIN + YEAR, BEGIN + YEAR)).fetchall())
    figures.append(Figure(f"naive sum of {lines:,} lines", naive * 1000, "ms"))
    for reading in _READINGS:
        taken = [_seconds(lambda read=reading.read: read(connection)) for _ in range(reading.times)]
        median, slow = (quantiles(taken, n=20)[place] for place in (9, 18))
        figures += [
            Figure(f"{reading.what}: p50", median * 1000, "ms"),
            Figure(f"{reading.what}: p95", slow * 1000, "ms", reading.limit),
            Figure(f"{reading.what}: naive sum, of it", ratio(naive, median), "×"),
        ]
    return figures


def _load(connection: psycopg.Connection[Any], journals: int, of_all: int) -> None:
    """The next of all journals, triggers off; still few in one transaction, as the folds go by transactions."""
    first_no = connection.execute("SELECT nextval('ledger.event_numbers')").fetchone()
    offset = first_no[0] if first_no else 1
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    for first in range(offset, offset + journals, JOURNALS_PER_TRANSACTION):
        last = min(first + JOURNALS_PER_TRANSACTION, offset + journals) - 1
        window = {"first": first, "last": last, "journals": of_all + offset}
        connection.execute(_LINES, window)
        connection.execute(_JOURNALS, window)
        connection.execute(_EVENTS, window)
        connection.commit()
    connection.execute("RESET session_replication_role")
    connection.execute("SELECT setval('ledger.event_numbers', %s)", (offset + journals,))
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE ledger.journals, ledger.lines, ledger.events")
    connection.autocommit = False


def _bytes_per_line(connection: psycopg.Connection[Any], lines: int) -> Figure:
    size = connection.execute(
        "SELECT sum(pg_total_relation_size(name)) FROM unnest(ARRAY["
        "'ledger.folds', 'ledger.fold_days', 'ledger.fold_months']::regclass[]) AS name"
    ).fetchone()
    connection.rollback()
    return Figure("totals, per line", int(size[0] if size else 0) / lines, "bytes")


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


_PLACES = itertools.count(1)


def _place() -> float:
    """Somewhere in [0, 1): each run asks for the same places, spread evenly (multiples of the golden ratio)."""
    return next(_PLACES) * 0.6180339887498949 % 1


def _account() -> str:
    return f"A{int(_place() * ACCOUNTS):03}"


def _day() -> date:
    return (BEGIN + YEAR * _place()).date()


def _moment() -> datetime:
    return BEGIN + YEAR * _place()


_READINGS = (
    _Reading("account, now", lambda c: account_balance(c, TENANT, ENTITY, _account()), 200, ACCOUNT_MS),
    _Reading("account, as of", lambda c: account_balance(c, TENANT, ENTITY, _account(), _day()), 200, ACCOUNT_MS),
    _Reading(
        "account, as known at",
        lambda c: account_balance(c, TENANT, ENTITY, _account(), known_at=_moment()),
        200,
        ACCOUNT_MS,
    ),
    _Reading(
        "account, as of and as known at",
        lambda c: account_balance(c, TENANT, ENTITY, _account(), _day(), known_at=_moment()),
        200,
        ACCOUNT_MS,
    ),
    _Reading("trial balance, now", lambda c: trial_balance(c, TENANT, ENTITY), 40, TRIAL_MS),
    _Reading("trial balance, as of", lambda c: trial_balance(c, TENANT, ENTITY, _day()), 40, TRIAL_MS),
    _Reading(
        "trial balance, as known at", lambda c: trial_balance(c, TENANT, ENTITY, known_at=_moment()), 40, TRIAL_MS
    ),
    _Reading(
        "trial balance, as of and as known at",
        lambda c: trial_balance(c, TENANT, ENTITY, _day(), known_at=_moment()),
        40,
        TRIAL_MS,
    ),
)


def _no_hot_row(workspace: Workspace) -> list[Figure]:
    """Turn by turn, twice each: what else the machine does falls on both."""
    many, one = 0.0, 0.0
    for turn in range(2):
        many += _rate(workspace, f"many-{turn}", lambda writer: f"A{writer:03}")
        one += _rate(workspace, f"one-{turn}", lambda _writer: "A000")
    return [
        Figure(f"{WRITERS} writers on {WRITERS} accounts", many / 2, "/s"),
        Figure(f"{WRITERS} writers on one account", one / 2, "/s"),
        Figure("many accounts, of one account", ratio(many, one), "×", 1 / LEAST_HOT_RATE),
    ]


def _rate(workspace: Workspace, name: str, account_of: Callable[[int], str]) -> float:
    """Journals per second that all writers together commit, one journal per transaction."""
    until = time.monotonic() + WRITING_SECONDS
    counts = [0] * WRITERS

    def write(writer: int) -> None:
        with connect(workspace) as connection:
            while time.monotonic() < until:
                post(connection, TENANT, [_journal(f"{name}-{writer}-{counts[writer]}", account_of(writer))])
                counts[writer] += 1

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(counts) / WRITING_SECONDS


def _journal(journal_id: str, account: str) -> JournalRequest:
    return JournalRequest(
        journal_id=journal_id,
        entity=ENTITY,
        date=date(2025, 6, 1),
        lines=(
            LineRequest(account=account, amount=Decimal("10.00")),
            LineRequest(account="4000", amount=Decimal("-10.00")),
        ),
    )
