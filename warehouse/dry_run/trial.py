"""A private build with other rules: nothing received, nothing published, nothing left behind.

It reads the manifest in one short transaction and needs no run lock. Its files lie in `.tieout/trial/`; a lock on that
folder keeps two trials apart, and ends with its process, however that ends.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tieout.disk import translate_disk_full
from tieout.errors import ServiceUnreachable
from tieout.postgres import connect
from tieout.workspace import Workspace
from warehouse.build import BuildFiles, build
from warehouse.raw import Run, load_raw

_LOCK = "lock"


@dataclass(frozen=True)
class Trial:
    """A private build: its marts, its inputs, and the dbt tests that do not hold on it."""

    marts: Path
    inputs: Path
    failed: tuple[str, ...]


@contextmanager
def trial(workspace: Workspace, as_of: date) -> Iterator[Trial]:
    """Build the workspace's lake by the workspace's rules, from nothing, as of a day; gone when the block ends."""
    folder = workspace.state / "trial"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _clear(folder)
        try:
            yield _built(workspace, folder, as_of)
        finally:
            _clear(folder)


def _built(workspace: Workspace, folder: Path, as_of: date) -> Trial:
    files = BuildFiles(folder / "inputs.duckdb", folder / "next.duckdb")
    with translate_disk_full():
        with connect(workspace) as connection, files.loading() as inputs:
            load_raw(inputs, connection, workspace, Run("trial", datetime.now(UTC), as_of))
        outcomes = build(files)
    failed = tuple(node.unique_id.split(".")[2] for node in outcomes if node.status == "fail")
    return Trial(files.marts, files.inputs, failed)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceUnreachable("another dry run is going on in this workspace: wait for its end") from None
        yield


def _clear(folder: Path) -> None:
    """Remove the databases, and what a trial that was killed left."""
    for left in folder.iterdir():
        if left.name == _LOCK:
            continue
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
