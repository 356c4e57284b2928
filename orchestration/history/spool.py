"""What a run of the command line reported, in a file that waits for Dagster.

A line of the file is an entry: its time, its step, and what happened (`started`, `log`, `materialization`, `check`,
`succeeded`, `failed`). The first line is about the whole run.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from orchestration.run.events import Event, Materialization
from tieout.workspace import Workspace

KEPT = 500
"""Runs that wait, at most: where nobody ever opens Dagster, the oldest go."""

Progress = Callable[[str, str], None]
Entry = dict[str, Any]


class RunLog:
    """Collects what the steps of one run report, and writes it down when the run has ended."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._step: str | None = None
        self._failed = False

    def listen(self, progress: Progress) -> Progress:
        """A progress callback that notes each line, and passes it on."""

        def noted(step: str, text: str) -> None:
            self._note("log", text=text)
            progress(step, text)

        return noted

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Note when a step starts, and how it ends."""
        self._step = name
        began = time.monotonic()
        self._note("started")
        try:
            yield
        except BaseException as error:
            self._failed = True
            self._note("failed", text=str(error) or type(error).__name__)
            raise
        else:
            self._note("succeeded", seconds=time.monotonic() - began)
        finally:
            self._step = None

    def extend(self, events: Iterable[Event]) -> None:
        """Note what a step reports; a blocking check that did not pass fails the run."""
        for event in events:
            if isinstance(event, Materialization):
                self._note("materialization", **asdict(event))
            else:
                self._failed = self._failed or (event.blocking and not event.passed)
                self._note("check", **asdict(event))

    def write(self, workspace: Workspace, run_id: str) -> None:
        """Leave the file for Dagster; a disk that takes no more of it is no reason for a run to fail."""
        if not self._entries:
            return
        run = {"run_id": run_id, "ended": time.time(), "failed": self._failed}
        folder = spool_folder(workspace)
        target = folder / f"{run_id}.jsonl"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            making = target.with_suffix(".making")
            making.write_text("".join(json.dumps(line) + "\n" for line in (run, *self._entries)), encoding="utf-8")
            making.rename(target)
            for oldest in spooled_runs(workspace)[:-KEPT]:
                oldest.unlink(missing_ok=True)

    def _note(self, what: str, **fields: object) -> None:
        self._entries.append({"at": time.time(), "step": self._step, "what": what, **fields})


def spool_folder(workspace: Workspace) -> Path:
    """Where runs of the command line wait for Dagster."""
    return workspace.dagster_home / "spool"


def spooled_runs(workspace: Workspace) -> list[Path]:
    """The files that wait, the oldest run first."""
    return sorted(spool_folder(workspace).glob("*.jsonl"))


def read_run(file: Path) -> tuple[Entry, list[Entry]]:
    """The line about the run, and its entries in the order of time."""
    run, *entries = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return run, entries
