"""Taking in what the sources hold, file by file; each counts, or is refused with a reason, by itself.

Files are hashed and read ahead, two at a time; they are counted one by one in their order, so that the same delivery
gives the same manifest. The order within a file is what makes a crash harmless: the Parquet files are made durable
first, then one PostgreSQL transaction makes them count. Whatever stops it in between leaves files that nothing refers
to; the next receive sweeps them. The caller holds the run lock, so no other receive is at work.
"""

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import duckdb
import psycopg

from ingest import manifest
from ingest.delivery import Delivery, FileNotReady, deliveries, open_delivery, shown
from ingest.documents.parts import DocumentRefused
from ingest.file_stat_cache import FileStatCache, load_file_stats
from ingest.lake.files import keep, scratch_folder, sweep
from ingest.manifest import Connection, Entry, PreviousReading
from ingest.prefetch import Job, prefetching
from ingest.read_task import BookAccount, Reading, ReadTask
from ingest.readers import read
from ingest.statement_accounts import foreign_statements, without
from tabular.duckdb_errors import os_error_number, plain_text
from tieout.config import Source
from tieout.errors import InputError, TieoutError
from tieout.workspace import Workspace

ChartRow = tuple[str, str, str, str]
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: `status` is accepted, refused or unchanged; `path` is relative to the workspace.

    `rows` and `refused` count lines and refused rows. `reason` says why a file was refused whole. `file_id` is None for
    a file that could not be judged (it disappeared, changed, may not be read, is a pipe): the next run tries again.
    """

    source: str
    path: str
    rows: int
    refused: int
    status: str
    reason: str | None
    file_id: int | None


def receive(
    connection: Connection,
    workspace: Workspace,
    run_id: str,
    chart: Iterable[ChartRow] = (),
    on_progress: Callable[[Received], None] | None = None,
) -> list[Received]:
    """Take in every file of every source; commits per file.

    Args:
        connection: to the book of record, with no transaction open.
        workspace: whose sources.
        run_id: the run that the manifest names with each file.
        chart: the accounts that books may use, as (entity_id, code, name, type).
        on_progress: called after each file.

    Returns:
        What became of each file, in the order of the sources and their files' names.

    Raises:
        InputError: a source names a folder that does not exist.
        TieoutError: the disk is full.
    """
    accounts = tuple(BookAccount(*row) for row in chart)
    tenant = workspace.config.tenant
    waiting = [(source, deliveries(workspace, source)) for source in workspace.config.sources]
    sweep(workspace.lake, tenant, manifest.counted_paths(connection, tenant))
    context = _ReceiveContext(connection, Lock(), workspace, accounts, run_id, load_file_stats(connection, tenant))
    connection.commit()
    received = []
    with prefetching() as prefetcher:
        for reader, path, file_read in prefetcher.in_order(_jobs(context, waiting)):
            result = reader.commit(path, file_read)
            received.append(result)
            if on_progress is not None:
                on_progress(result)
    return received


def _jobs(
    context: "_ReceiveContext", waiting: Iterable[tuple[Source, Sequence[Path]]]
) -> Iterator[Job["_SourceReader", "_FileRead"]]:
    """A book's files wait for each other: what one brings, accounts, decides how the next one is read."""
    for source, paths in waiting:
        reader = _SourceReader(context, source, manifest.settings_fingerprint(source, context.workspace.config))
        for path in paths:
            yield Job(reader, path, reader.read, waits=source.kind == "book")


@dataclass(frozen=True, slots=True)
class _ReceiveContext:
    """What the readers of all sources share. Only the thread that holds `lock` may use the connection."""

    connection: Connection
    lock: Lock
    workspace: Workspace
    chart: Sequence[BookAccount]
    run_id: str
    stats: FileStatCache


@dataclass(frozen=True, slots=True)
class _FileRead:
    """A file that was looked at: read before (`previous`), or read now (to `scratch`), or refused."""

    entry: Entry
    previous: PreviousReading | None
    task: ReadTask | None
    reading: Reading | InputError | None
    scratch: ExitStack


@dataclass(frozen=True, slots=True)
class _SourceReader:
    """Reads one source's files, ahead of their turn, and commits them one by one."""

    context: _ReceiveContext
    source: Source
    settings: str

    def read(self, path: Path) -> _FileRead:
        """Hash the file, and read it unless it was read before; a thread may do this ahead of the file's turn."""
        context, config = self.context, self.context.workspace.config
        delivery = open_delivery(path, context.workspace.root, context.stats.by_path)
        entry = Entry(config.tenant, self.source, self.settings, delivery, context.run_id)
        with context.lock:
            previous, accounts = self._previous(entry)
            context.connection.commit()
        with ExitStack() as stack:
            if previous is not None:
                return _FileRead(entry, previous, None, None, stack.pop_all())
            scratch = stack.enter_context(scratch_folder(context.workspace.lake))
            task = ReadTask(
                path=delivery.path,
                key=delivery.key,
                source=self.source.model_copy(update={"currency": config.currency_of(self.source)}),
                entities=config.entities,
                currencies=context.workspace.currencies,
                accounts=accounts,
                scratch=scratch,
            )
            return _FileRead(entry, None, task, _read_or_explain(delivery, task), stack.pop_all())

    def commit(self, path: Path, file_read: Future[_FileRead]) -> Received:
        """Make one file count: whatever is wrong with it, the next one gets its turn; a full disk stops all.

        Raises:
            TieoutError: the disk is full: the file was not taken in, and can be after some space is freed.
            OSError: the file system refused for another reason, as it says it.
            duckdb.Error: DuckDB failed for another reason, as it says it.
        """  # noqa: DOC501 - a DiskFull always becomes the TieoutError
        context = self.context
        try:
            done = file_read.result()
            with done.scratch, context.lock:
                received = self._record(done)
                context.stats.remember(done.entry.delivery)
                context.connection.commit()
                return received
        except FileNotReady as state:
            self._roll_back()
            name = path.relative_to(context.workspace.root) if path.is_relative_to(context.workspace.root) else path
            return Received(self.source.id, shown(name), 0, 0, "refused", str(state), None)
        except (OSError, duckdb.Error, psycopg.errors.DiskFull) as error:
            self._roll_back()
            shortage = _shortage(error)
            if shortage is not None:
                raise TieoutError(
                    f"{shortage}: {path.name} of source '{self.source.id}' was not taken in;"
                    f" free some space under {context.workspace.state} and run again"
                ) from None
            raise

    def _previous(self, entry: Entry) -> tuple[PreviousReading | None, tuple[BookAccount, ...]]:
        """An earlier reading that still holds, and the accounts that the file may use."""
        connection = self.context.connection
        previous = manifest.previous_reading(connection, entry)
        accounts = (*self.context.chart, *manifest.book_accounts(connection, entry.tenant, self.source.id))
        chart_codes = {(account.entity_id, account.code) for account in accounts}
        if previous is not None and previous.unknown_accounts & chart_codes:
            previous = None
        return previous, accounts

    def _record(self, done: _FileRead) -> Received:
        entry, delivery = done.entry, done.entry.delivery
        previous = done.previous or self._previous(entry)[0]  # the same content may have come since it was read
        if previous is not None:
            status = "unchanged" if previous.status == "accepted" else "refused"
            counts = previous.rows, previous.refused
            return Received(self.source.id, delivery.key, *counts, status, previous.reason, previous.file_id)
        delivery.assert_unchanged()
        reading = self._own(entry, done)
        if isinstance(reading, InputError):
            reason = reading.rule if isinstance(reading, DocumentRefused) else str(reading)
            file_id = manifest.record_refused(self.context.connection, entry, reason)
            return Received(self.source.id, delivery.key, 0, 0, "refused", reason, file_id)
        return self._accept(entry, done, reading)

    def _own(self, entry: Entry, done: _FileRead) -> Reading | InputError:
        """What was read, without statements of accounts that are other sources'."""
        assert done.task is not None  # noqa: S101 - a file that was not read before was read now
        assert done.reading is not None  # noqa: S101 - as above
        if isinstance(done.reading, InputError):
            return done.reading
        named = manifest.named_accounts(self.context.workspace.config)
        accounts = manifest.accounts_of(self.context.connection, entry)
        try:
            foreign = foreign_statements(self.source, done.reading.statements, named, accounts)
        except InputError as error:
            return error
        return without(done.task, done.reading, foreign) if foreign else done.reading

    def _accept(self, entry: Entry, done: _FileRead, reading: Reading) -> Received:
        assert done.task is not None  # noqa: S101 - a file that is neither known nor refused was read
        lake, place = self.context.workspace.lake, (entry.tenant, self.source.id, entry.delivery.sha256)
        lines_path = keep(lake, *place, done.task.lines)
        refused_path = keep(lake, *place, done.task.refused)
        assert lines_path is not None  # noqa: S101 - every reader writes it, if only a header
        file_id = manifest.record_accepted(self.context.connection, entry, reading, lines_path, refused_path)
        return Received(self.source.id, entry.delivery.key, reading.rows, reading.refused, "accepted", None, file_id)

    def _roll_back(self) -> None:
        with self.context.lock:
            self.context.connection.rollback()


def _read_or_explain(delivery: Delivery, task: ReadTask) -> Reading | InputError:
    """Read the file, or say why it is refused.

    Raises:
        FileNotReady: it could not be read since it changed or disappeared meanwhile.
        OSError: the disk is full.
        duckdb.Error: the disk is full, as DuckDB says it.
    """
    if delivery.size == 0:
        return InputError("is empty: deliver it again")
    try:
        return read(task)
    except InputError as error:
        return error
    except (OSError, duckdb.Error) as error:
        if _shortage(error) is not None:
            raise
        delivery.assert_unchanged()
        return InputError(f"cannot be read as {task.source.format}: {plain_text(error)}")


def _shortage(error: Exception) -> str | None:
    """What there is too little of, when that explains the error: then the file is not at fault."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return "memory, and the disk to spill to, are used up"
    number = os_error_number(error) if isinstance(error, duckdb.Error) else getattr(error, "errno", None)
    is_full = isinstance(error, psycopg.errors.DiskFull) or number in _DISK_FULL
    return "the disk is full" if is_full else None
