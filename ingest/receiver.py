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
from ingest.ahead import Job, reading_ahead
from ingest.delivery import Delivery, Unsettled, deliveries, open_delivery, shown
from ingest.lake.files import keep, scratch_folder, sweep
from ingest.manifest import Connection, Entry, Known
from ingest.readers import read
from ingest.reading import BookAccount, Reading, Task
from ingest.sightings import Sightings, sightings
from tieout.config import Source
from tieout.errors import InputError, TieoutError, first_line
from tieout.workspace import Workspace

ChartRow = tuple[str, str, str, str]
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DISK_WORDS = ("no space left", "file too large", "disk quota", "max_temp_directory_size")


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: `status` is accepted, refused or unchanged; `path` is relative to the workspace.

    `rows` and `refused` count lines and refused rows. `reason` says why a file was refused whole. `file_id` is None for
    a file that could not be judged (it vanished, changed, may not be read, is a pipe): the next run tries again.
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

    `chart` are the accounts that books may use: (entity_id, code, name, type). Raises InputError when a source names a
    folder that does not exist, TieoutError when the disk is full.
    """
    accounts = tuple(BookAccount(*row) for row in chart)
    tenant = workspace.config.tenant
    waiting = [(source, deliveries(workspace, source)) for source in workspace.config.sources]
    sweep(workspace.lake, tenant, manifest.counted_paths(connection, tenant))
    office = _Office(connection, Lock(), workspace, accounts, run_id, sightings(connection, tenant))
    connection.commit()
    received = []
    with reading_ahead() as ahead:
        for desk, path, found in ahead.in_order(_jobs(office, waiting)):
            result = desk.take(path, found)
            received.append(result)
            if on_progress is not None:
                on_progress(result)
    return received


def _jobs(office: "_Office", waiting: Iterable[tuple[Source, Sequence[Path]]]) -> Iterator[Job["_Desk", "_Found"]]:
    """A book's files wait for each other: what one brings, accounts, decides how the next one is read."""
    for source, paths in waiting:
        desk = _Desk(office, source, manifest.settings_of(source, office.workspace.config))
        for path in paths:
            yield Job(desk, path, desk.look, waits=source.kind == "book")


@dataclass(frozen=True, slots=True)
class _Office:
    """What all desks share. `turn`: who holds it may use the connection."""

    connection: Connection
    turn: Lock
    workspace: Workspace
    chart: Sequence[BookAccount]
    run_id: str
    sightings: Sightings


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file turned out to be: known from before, or a reading of it (in `scratch`), or why it is refused."""

    entry: Entry
    known: Known | None
    task: Task | None
    reading: Reading | InputError | None
    scratch: ExitStack


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one source's files are handed in."""

    office: _Office
    source: Source
    settings: str

    def look(self, path: Path) -> _Found:
        """Hash the file, and read it unless it is known; whatever a thread may do ahead of the file's turn."""
        office, config = self.office, self.office.workspace.config
        delivery = open_delivery(path, office.workspace.root, office.sightings.known)
        entry = Entry(config.tenant, self.source, self.settings, delivery, office.run_id)
        with office.turn:
            known, accounts = self._known(entry)
            office.connection.commit()
        with ExitStack() as stack:
            if known is not None:
                return _Found(entry, known, None, None, stack.pop_all())
            scratch = stack.enter_context(scratch_folder(office.workspace.lake))
            task = Task(
                path=delivery.path,
                key=delivery.key,
                source=self.source.model_copy(update={"currency": config.currency_of(self.source)}),
                entities=config.entities,
                currencies=office.workspace.currencies,
                accounts=accounts,
                scratch=scratch,
            )
            return _Found(entry, None, task, _read_or_explain(delivery, task), stack.pop_all())

    def take(self, path: Path, found: Future[_Found]) -> Received:
        """Take in one file: whatever went wrong with it, the next one gets its turn; a full disk stops all."""
        office = self.office
        try:
            looked = found.result()
            with looked.scratch, office.turn:
                received = self._count(looked)
                office.sightings.remember(looked.entry.delivery)
                office.connection.commit()
                return received
        except Unsettled as state:
            self._roll_back()
            name = path.relative_to(office.workspace.root) if path.is_relative_to(office.workspace.root) else path
            return Received(self.source.id, shown(name), 0, 0, "refused", str(state), None)
        except (OSError, duckdb.Error, psycopg.errors.DiskFull) as error:
            self._roll_back()
            if _is_disk_full(error):
                raise TieoutError(
                    f"the disk is full: {path.name} of source '{self.source.id}' was not taken in;"
                    f" free some space under {office.workspace.state} and run again"
                ) from None
            raise

    def _known(self, entry: Entry) -> tuple[Known | None, tuple[BookAccount, ...]]:
        """An earlier reading that still holds, and the accounts that the file may use."""
        connection = self.office.connection
        known = manifest.known_reading(connection, entry)
        accounts = (*self.office.chart, *manifest.book_accounts(connection, entry.tenant, self.source.id))
        if known is not None and known.unknown_accounts & {(account.entity_id, account.code) for account in accounts}:
            known = None
        return known, accounts

    def _count(self, found: _Found) -> Received:
        entry, delivery = found.entry, found.entry.delivery
        known = found.known or self._known(entry)[0]  # the same content may have been counted since it was looked at
        if known is not None:
            status = "unchanged" if known.status == "accepted" else "refused"
            return Received(
                self.source.id, delivery.key, known.rows, known.refused, status, known.reason, known.file_id
            )
        delivery.assert_unchanged()
        if isinstance(found.reading, InputError):
            reason = str(found.reading).removeprefix(f"{delivery.path}: ")  # every report names the file itself
            file_id = manifest.record_refused(self.office.connection, entry, reason)
            return Received(self.source.id, delivery.key, 0, 0, "refused", reason, file_id)
        return self._accept(entry, found)

    def _accept(self, entry: Entry, found: _Found) -> Received:
        assert found.task is not None  # noqa: S101 - a file that is neither known nor refused was read
        assert isinstance(found.reading, Reading)  # noqa: S101 - as above
        lake, place = self.office.workspace.lake, (entry.tenant, self.source.id, entry.delivery.sha256)
        lines_path = keep(lake, *place, found.task.lines)
        refused_path = keep(lake, *place, found.task.refused)
        assert lines_path is not None  # noqa: S101 - every reader writes it, if only a header
        rows, refused = found.reading.rows, found.reading.refused
        file_id = manifest.record_accepted(self.office.connection, entry, found.reading, lines_path, refused_path)
        return Received(self.source.id, entry.delivery.key, rows, refused, "accepted", None, file_id)

    def _roll_back(self) -> None:
        with self.office.turn:
            self.office.connection.rollback()


def _read_or_explain(delivery: Delivery, task: Task) -> Reading | InputError:
    """Read the file, or say why it is refused; an error that its disappearance explains is Unsettled."""
    if delivery.size == 0:
        return InputError("is empty: deliver it again")
    try:
        return read(task)
    except InputError as error:
        return error
    except (OSError, duckdb.Error) as error:
        if _is_disk_full(error):
            raise
        delivery.assert_unchanged()
        return InputError(f"cannot be read as {task.source.format}: {first_line(error)}")


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, psycopg.errors.DiskFull) or getattr(error, "errno", None) in _DISK_ERRORS:
        return True
    return isinstance(error, duckdb.Error) and any(words in str(error).lower() for words in _DISK_WORDS)
