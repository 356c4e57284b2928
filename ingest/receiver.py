"""Taking in what the sources hold, file by file; each counts, or is refused with a reason, by itself.

The order within a file is what makes a crash harmless: the Parquet files are made durable first, then one PostgreSQL
transaction makes them count. Whatever stops it in between leaves files that nothing refers to; the next receive sweeps
them. The caller holds the run lock, so no other receive is at work.
"""

import errno
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg

from ingest import manifest
from ingest.delivery import Delivery, Unsettled, deliveries, open_delivery, shown
from ingest.formats.registry import read
from ingest.lake.files import keep, scratch_folder, sweep
from ingest.manifest import Connection, Entry
from ingest.reading import BookAccount, Reading, Task
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
    waiting = [(source, deliveries(workspace, source)) for source in workspace.config.sources]
    sweep(workspace.lake, workspace.config.tenant, manifest.counted_paths(connection, workspace.config.tenant))
    connection.commit()
    received = []
    for source, paths in waiting:
        desk = _Desk(connection, workspace, source, accounts, run_id, manifest.settings_of(source, workspace.config))
        for path in paths:
            result = desk.take(path)
            received.append(result)
            if on_progress is not None:
                on_progress(result)
    return received


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one source's files are handed in."""

    connection: Connection
    workspace: Workspace
    source: Source
    chart: Sequence[BookAccount]
    run_id: str
    settings: str

    def take(self, path: Path) -> Received:
        """Take in one file: whatever goes wrong with it, the next one gets its turn; a full disk stops all."""
        try:
            delivery = open_delivery(path, self.workspace.root)
            return self._judge(delivery)
        except Unsettled as state:
            self.connection.rollback()
            name = path.relative_to(self.workspace.root) if path.is_relative_to(self.workspace.root) else path
            return Received(self.source.id, shown(name), 0, 0, "refused", str(state), None)
        except (OSError, duckdb.Error, psycopg.errors.DiskFull) as error:
            self.connection.rollback()
            if _is_disk_full(error):
                raise TieoutError(
                    f"the disk is full: {path.name} of source '{self.source.id}' was not taken in;"
                    f" free some space under {self.workspace.state} and run again"
                ) from None
            raise

    def _judge(self, delivery: Delivery) -> Received:
        entry = Entry(self.workspace.config.tenant, self.source, self.settings, delivery, self.run_id)
        known = manifest.known_reading(self.connection, entry)
        accounts = (*self.chart, *manifest.book_accounts(self.connection, self.workspace.config.tenant, self.source.id))
        self.connection.commit()
        if known is None or known.unknown_accounts & {(account.entity_id, account.code) for account in accounts}:
            return self._read(entry, accounts)
        status = "unchanged" if known.status == "accepted" else "refused"
        return Received(self.source.id, delivery.key, known.rows, known.refused, status, known.reason, known.file_id)

    def _read(self, entry: Entry, accounts: tuple[BookAccount, ...]) -> Received:
        delivery = entry.delivery
        with scratch_folder(self.workspace.lake) as scratch:
            task = Task(
                path=delivery.path,
                key=delivery.key,
                source=self.source,
                entities=self.workspace.config.entities,
                currencies=self.workspace.currencies,
                accounts=accounts,
                scratch=scratch,
            )
            try:
                return self._accept(entry, task)
            except InputError as error:
                delivery.assert_unchanged()
                reason = str(error).removeprefix(f"{delivery.path}: ")  # every report names the file itself
                file_id = manifest.record_refused(self.connection, entry, reason)
                self.connection.commit()
                return Received(self.source.id, delivery.key, 0, 0, "refused", reason, file_id)

    def _accept(self, entry: Entry, task: Task) -> Received:
        reading = _read_or_explain(entry.delivery, task)
        entry.delivery.assert_unchanged()
        lake, place = self.workspace.lake, (entry.tenant, self.source.id, entry.delivery.sha256)
        lines_path = keep(lake, *place, task.lines)
        refused_path = keep(lake, *place, task.refused)
        assert lines_path is not None  # noqa: S101 - every reader writes it, if only a header
        file_id = manifest.record_accepted(self.connection, entry, reading, lines_path, refused_path)
        self.connection.commit()
        return Received(self.source.id, entry.delivery.key, reading.rows, reading.refused, "accepted", None, file_id)


def _read_or_explain(delivery: Delivery, task: Task) -> Reading:
    """Read the file; an error that its disappearance explains is Unsettled, another of its content InputError."""
    if delivery.size == 0:
        raise InputError("is empty: deliver it again")
    try:
        return read(task)
    except (OSError, duckdb.Error) as error:
        if _is_disk_full(error):
            raise
        delivery.assert_unchanged()
        raise InputError(f"cannot be read as {task.source.format}: {first_line(error)}") from None


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, psycopg.errors.DiskFull) or getattr(error, "errno", None) in _DISK_ERRORS:
        return True
    return isinstance(error, duckdb.Error) and any(words in str(error).lower() for words in _DISK_WORDS)
