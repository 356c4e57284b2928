"""Posting a file: journal_csv, `.json` or `.jsonl`, of any size.

The file goes in by batches of journals, each its own transaction. A journal that is wrong is refused alone, with its
line and the reason; the others are posted. A file that was interrupted is simply posted again: what is in the book is
recognised by its journal_id and not written twice.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from ledger.csv_rows import drop_rows, load_rows
from ledger.json_journals import Numbered, read_journals
from ledger.posting import in_one_transaction
from ledger.refusals import Refused, refused
from ledger.staging import assess, open_staging, stage, write
from tieout.config import Config
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

BATCH_JOURNALS = 10_000
SHOWN_REFUSALS = 1_000

_SUFFIXES = (".csv", ".json", ".jsonl")


class PostedFile(NamedTuple):
    """What became of a file's journals; `refused` shows the first SHOWN_REFUSALS of `refused_journals`."""

    journals: int
    lines: int
    replayed: int
    refused_journals: int
    refused: tuple[Refused, ...]

    def plus(self, other: "PostedFile") -> "PostedFile":
        """Both outcomes in one."""
        return PostedFile(
            self.journals + other.journals,
            self.lines + other.lines,
            self.replayed + other.replayed,
            self.refused_journals + other.refused_journals,
            (self.refused + other.refused)[:SHOWN_REFUSALS],
        )


_NOTHING = PostedFile(0, 0, 0, 0, ())


def post_file(connection: psycopg.Connection[Any], config: Config, path: Path) -> PostedFile:
    """Post a file's journals into the tenant's book, which `sync_books` has opened.

    Each batch is durable when it is written, if the caller has no transaction open.

    Raises:
        InputError: the file as a whole cannot be read (missing, empty, not UTF-8, no such column, a row with too many
            cells), with the line.
    """
    if path.suffix not in _SUFFIXES:
        raise InputError(f"{path.name}: '{path.suffix}' is no journal file: {did_you_mean(path.suffix, _SUFFIXES)}")
    only_entity = config.entities[0].id if len(config.entities) == 1 else None
    if path.suffix == ".csv":
        return _post_csv(connection, config, path, only_entity)
    return _post_json(connection, config.tenant, path, only_entity)


def _post_csv(connection: psycopg.Connection[Any], config: Config, path: Path, only_entity: str | None) -> PostedFile:
    outcome, tenant = _NOTHING, config.tenant
    try:
        with connection.transaction():
            enter(connection, tenant)
            journals = load_rows(connection, config, path, only_entity)
            connection.execute(load_sql("ledger", "open_file_accounts"), {"tenant": tenant})
        for first in range(1, journals + 1, BATCH_JOURNALS):
            batch = {"first": first, "last": first + BATCH_JOURNALS - 1}
            outcome = outcome.plus(_post_batch(connection, tenant, partial(_stage_rows, connection, batch)))
    finally:
        if not connection.closed and not connection.broken:
            drop_rows(connection)
    return outcome


def _stage_rows(connection: psycopg.Connection[Any], batch: dict[str, Any]) -> None:
    rows = connection.execute(load_sql("ledger", "batch_rows"), batch).fetchone()
    first_row, last_row = rows or (0, 0)
    within = {**batch, "first_row": first_row, "last_row": last_row}
    connection.execute(load_sql("ledger", "stage_file_journals"), within)
    connection.execute(load_sql("ledger", "stage_file_lines"), within)


def _post_json(connection: psycopg.Connection[Any], tenant: str, path: Path, only_entity: str | None) -> PostedFile:
    outcome = _NOTHING
    for batch in _batches(read_journals(path, only_entity)):
        requests = [item for item in batch if isinstance(item, Numbered)]
        unreadable = tuple(item for item in batch if isinstance(item, Refused))
        outcome = outcome.plus(PostedFile(0, 0, 0, len(unreadable), unreadable))
        outcome = outcome.plus(_post_batch(connection, tenant, partial(stage, connection, requests)))
    return outcome


def _batches(journals: Iterator[Numbered | Refused]) -> Iterator[list[Numbered | Refused]]:
    """Batches in which no journal_id stands twice: a repetition must find the first one in the book already."""
    batch: list[Numbered | Refused] = []
    seen: set[str] = set()
    for item in journals:
        repeated = isinstance(item, Numbered) and item.request.journal_id in seen
        if batch and (repeated or len(batch) == BATCH_JOURNALS):
            yield batch
            batch, seen = [], set()
        batch.append(item)
        if isinstance(item, Numbered):
            seen.add(item.request.journal_id)
    if batch:
        yield batch


def _post_batch(connection: psycopg.Connection[Any], tenant: str, fill: Callable[[], None]) -> PostedFile:
    def once() -> PostedFile:
        enter(connection, tenant)
        open_staging(connection)
        fill()
        assess(connection, tenant)
        wrong = refused(connection, tenant, limit=SHOWN_REFUSALS)
        write(connection, tenant)
        counts = connection.execute(load_sql("ledger", "batch_outcome")).fetchone() or (0, 0, 0, 0)
        return PostedFile(counts[0], counts[1], counts[2], counts[3], tuple(wrong))

    return in_one_transaction(connection, once)
