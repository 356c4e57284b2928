"""A report as of another day, or as known at another moment: the same dbt models, on fewer lines.

Two times are kept apart, as an auditor does. The **effective date** is when something counts: `as_of` leaves out lines
dated later. The **known-at** moment is when we knew: `known_at` leaves out files that were received later, the versions
that they brought of older statements, and lines of our own ledger that were recorded later. There is no second
definition of any figure: what is built is what a run would have built then, and a build of now is what is published.

The build is private, and thrown away once it is read; a second build waits for the first. Runs are not disturbed.
Exchange rates, the chart and layouts are taken as they stand now.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg

from reporting.reports import ReportStamp
from tieout.errors import InputError
from tieout.workspace import Workspace
from warehouse.build import BuildFiles, build
from warehouse.raw import Run, load_raw

_FOLDER = "as_of"
_RUN_ID = "as-of"


class Moment(NamedTuple):
    """Up to which effective date, and up to which moment of knowing; None: no limit, and now."""

    as_of: date | None = None
    known_at: datetime | None = None


@contextmanager
def marts_as_of(
    workspace: Workspace, connection: psycopg.Connection[Any], moment: Moment, marts: Sequence[str]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, ReportStamp]]:
    """Build these marts as of the moment; a connection to them, and the stamp that a report prints. Removed afterwards.

    Raises:
        InputError: the moment's `known_at` is yet to come.
    """
    now = datetime.now(UTC)
    if moment.known_at is not None and moment.known_at > now:
        raise InputError(f"{moment.known_at.isoformat()} is yet to come: it is {now:%Y-%m-%dT%H:%M}Z")
    known_at = moment.known_at or now
    run = Run(_RUN_ID, known_at, moment.as_of or workspace.today(known_at), moment.as_of, known_at)
    folder = workspace.state / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files = BuildFiles(folder / "inputs.duckdb", folder / "built.duckdb")
    with _alone(folder), _removed(files):
        with files.loading() as inputs:
            load_raw(inputs, connection, workspace, run)
        build(files, marts)
        with duckdb.connect(str(files.marts), read_only=True) as built:
            built.execute("SET schema = 'marts'")
            yield built, ReportStamp(run.as_of, known_at, "")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One such build at a time; the lock ends with the process."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _removed(files: BuildFiles) -> Iterator[None]:
    """Nothing of the build is left, nor of one that was killed."""
    _remove(files)
    try:
        yield
    finally:
        _remove(files)


def _remove(files: BuildFiles) -> None:
    for file in (files.inputs, files.marts):
        for each in file.parent.glob(f"{file.name}*"):
            each.unlink()
