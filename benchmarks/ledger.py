"""What the law costs: posting through it, against COPY of the very same rows into tables without it.

The bare tables have the same columns, keys, indexes and checks, but no triggers; their rows are those that posting made
(journals, lines and events), rendered before the clock starts. Both sides commit each batch, over as many connections,
and the rounds alternate, since this machine may be slow for a while.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks.bench import Bench
from benchmarks.figures import Figure, ratio
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.setup import sync_books
from tieout.postgres import connect
from tieout.workspace import Workspace

BATCH = 100
CONNECTIONS = 4
ROUNDS = 3
WARM_UP = 25
"""Batches that each session posts first: a young book's plans are made again after 2,000 journals."""
JOURNALS = 4
"""Times what the other benchmarks post."""
TENANT = "bench"
LEAST_SHARE = 0.5
CONFIG = "tenant: bench\nentities: [{id: bench, name: Bench, currency: EUR}]\n"
TABLES = {"lines": "journal_no", "journals": "journal_no", "events": "event_no"}
_RELATIONS = "SELECT sum(pg_total_relation_size(('ledger.' || name)::regclass)) FROM unnest(%s::text[]) AS name"


def run(bench: Bench) -> list[Figure]:
    """Two-line journals in batches of a hundred over four connections."""
    root = bench.folder / "ledger"
    root.mkdir()
    (root / "tieout.yml").write_text(CONFIG, encoding="utf-8")
    workspace = Workspace.open(root)
    batches = max(1, bench.journals * JOURNALS // (BATCH * CONNECTIONS))
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        connection.execute("CREATE SCHEMA bare")
        for table in TABLES:
            connection.execute(f"CREATE TABLE bare.{table} (LIKE ledger.{table} INCLUDING ALL)".encode())
        connection.commit()
        lawful, bare, rowwise = [], [], []
        for number in range(ROUNDS):
            lawful.append(_side_by_side(root, _post, number, batches))
            bare.append(_side_by_side(root, _copy, number, batches))
            connection.execute("TRUNCATE bare.lines, bare.journals, bare.events")
            connection.commit()
            rowwise.append(_side_by_side(root, _copy_rows, number, batches))
            connection.execute("TRUNCATE bare.lines, bare.journals, bare.events")
            connection.commit()
        size = _bytes_per_journal(connection)
    journals = batches * BATCH * CONNECTIONS
    shares = [ratio(without, within) for without, within in zip(bare, lawful, strict=True)]
    return [
        Figure("journals posted", journals / median(lawful), "/s"),
        Figure("journals by bare COPY", journals / median(bare), "/s"),
        Figure("bare COPY, of posting", 1 / median(shares), "×", 1 / LEAST_SHARE),
        Figure("journals by bare COPY, row by row from Python", journals / median(rowwise), "/s"),
        Figure("two-line journal with its indexes and its event", size, "bytes"),
    ]


def requests(name: str, first: int, count: int) -> Iterator[JournalRequest]:
    """Journals of two lines, named `name`-number."""
    for number in range(first, first + count):
        amount = Decimal(100 + number % 9000).scaleb(-2)
        yield JournalRequest(
            journal_id=f"{name}-{number}",
            entity="bench",
            date=date(2026, 1, 1) + timedelta(days=number % 365),
            reference=f"R-{number}",
            lines=(LineRequest(account="1000", amount=amount), LineRequest(account="4000", amount=-amount)),
        )


def _side_by_side(root: Path, work: Callable[..., None], number: int, batches: int) -> float:
    """Seconds until every one of the connections has written its batches; making ready is not counted."""
    spawn = multiprocessing.get_context("spawn")
    ready, go = spawn.Semaphore(0), spawn.Event()
    writers = [
        spawn.Process(target=_writer, args=(root, work, number * CONNECTIONS + place, batches, ready, go))
        for place in range(CONNECTIONS)
    ]
    for writer in writers:
        writer.start()
    for _ in writers:
        ready.acquire()
    began = time.monotonic()
    go.set()
    for writer in writers:
        writer.join()
        if writer.exitcode:
            raise RuntimeError(f"a writer of the benchmark ended with {writer.exitcode}")
    return time.monotonic() - began


def _writer(root: Path, work: Callable[..., None], number: int, batches: int, ready: Any, go: Event) -> None:  # noqa: ANN401, PLR0913, PLR0917
    with connect(Workspace.open(root)) as connection:
        work(connection, f"W{number}", batches, lambda: (ready.release(), go.wait()))


def _post(connection: psycopg.Connection[Any], name: str, batches: int, start: Callable[[], object]) -> None:
    prepared = [list(requests(name, place * BATCH, BATCH)) for place in range(batches)]
    for place in range(WARM_UP):
        post(connection, TENANT, list(requests(f"{name}-warm", place * BATCH, BATCH)))
    start()
    for batch in prepared:
        post(connection, TENANT, batch)


def _copy(connection: psycopg.Connection[Any], name: str, batches: int, start: Callable[[], object]) -> None:
    blocks = [_rendered(connection, name, place * BATCH) for place in range(batches)]
    start()
    for batch in blocks:
        with connection.transaction(), connection.cursor() as cursor:
            for table, block in zip(TABLES, batch, strict=True):
                with cursor.copy(f"COPY bare.{table} FROM STDIN".encode()) as copy:
                    copy.write(block)


def _copy_rows(connection: psycopg.Connection[Any], name: str, batches: int, start: Callable[[], object]) -> None:
    """The same with the rows in Python, as a program has them: making the text of COPY is within the clock."""
    batched = [[_rows(block) for block in _rendered(connection, name, place * BATCH)] for place in range(batches)]
    start()
    for batch in batched:
        with connection.transaction(), connection.cursor() as cursor:
            for table, rows in zip(TABLES, batch, strict=True):
                with cursor.copy(f"COPY bare.{table} FROM STDIN".encode()) as copy:
                    for row in rows:
                        copy.write_row(row)


def _rows(block: bytes) -> list[list[str | None]]:
    return [
        [None if cell == "\\N" else cell.replace("\\\\", "\\") for cell in line.split("\t")]
        for line in block.decode().splitlines()
    ]


def _rendered(connection: psycopg.Connection[Any], name: str, first: int) -> list[bytes]:
    """The rows that posting the batch made, as COPY writes them."""
    ids = [f"{name}-{number}" for number in range(first, first + BATCH)]
    numbers = connection.execute(
        "SELECT array_agg(journal_no) FROM ledger.journals WHERE tenant_id = %s AND journal_id = ANY(%s)", (TENANT, ids)
    ).fetchone()
    blocks = []
    for table, number in TABLES.items():
        rows = f"COPY (SELECT * FROM ledger.{table} WHERE tenant_id = %s AND {number} = ANY(%s)) TO STDOUT"
        with connection.cursor() as cursor, cursor.copy(rows.encode(), (TENANT, *(numbers or ()))) as copy:
            blocks.append(b"".join(bytes(block) for block in copy))
    connection.rollback()
    return blocks


def _bytes_per_journal(connection: psycopg.Connection[Any]) -> float:
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE ledger.journals, ledger.lines, ledger.events")
    size = connection.execute(_RELATIONS, (list(TABLES),)).fetchone()
    count = connection.execute("SELECT count(*) FROM ledger.journals").fetchone()
    return int(size[0]) / int(count[0]) if size and count else 0.0
