"""Running dbt inside this process, on a private build.

In process, because a dbt of its own would spend more time importing than building; telemetry and update checks are
off, and every file that dbt writes goes under the workspace's state.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbt_project import PROJECT_DIR, fingerprint
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

_READ: "dict[str, Manifest]" = {}
"""dbt's manifest of the project, by the project's fingerprint."""


@dataclass(frozen=True)
class BuildFiles:
    """The databases of a build on disk: what it is given, and the marts, which become the published version.

    Staging and intermediate models live in memory, and spill into a folder beside `marts` where they outgrow it.
    """

    inputs: Path
    marts: Path


@dataclass(frozen=True)
class NodeOutcome:
    """What one dbt node did: `status` is dbt's own word (success, pass, fail, warn, error, skipped)."""

    unique_id: str
    status: str
    seconds: float
    message: str
    failures: int


def build(files: BuildFiles, dbt_state: Path, models: Sequence[str] = ()) -> list[NodeOutcome]:
    """Build every model, or those that dbt's selectors name, and run their tests.

    A model that cannot be built is a TieoutError that names it.
    """
    project = _project(dbt_state)
    with _environment(files):
        try:
            return run_models("duckdb", dbt_state, models, project)
        finally:
            _release_databases()


def run_models(
    target: str, dbt_state: Path, models: Sequence[str] = (), project: "Manifest | None" = None
) -> list[NodeOutcome]:
    """Build on a target of the profile, whose environment is set; raises as `build` does.

    dbt reads the project, unless it is given.
    """
    chosen = ["--select", *models, "--indirect-selection", "cautious"] if models else []
    result = invoke(["build", "--target", target, "--exclude-resource-type", "unit_test", *chosen], dbt_state, project)
    outcomes = [_outcome(node) for node in result.result or ()]
    broken = next((node for node in outcomes if node.status == "error"), None)
    if broken is not None:
        raise TieoutError(f"the build failed at {broken.unique_id}: {_first_line(broken.message)}")
    if result.exception is not None:
        raise TieoutError(f"the build failed: {_first_line(str(result.exception))}")
    return outcomes


def parse(dbt_state: Path) -> Path:
    """Read the project without building it; returns where its manifest is."""
    manifest = dbt_state / "target" / "manifest.json"
    _project(dbt_state).write(str(manifest))
    return manifest


def _project(dbt_state: Path) -> "Manifest":
    """The project as dbt reads it, once a process.

    No database is named meanwhile: dbt would read everything anew for another one, and finds the same.
    """
    now = fingerprint()
    if now not in _READ:
        result = invoke(["parse", "--target", "duckdb", "--no-write-json"], dbt_state)
        if result.exception is not None:
            raise TieoutError(f"the dbt project cannot be read: {_first_line(str(result.exception))}")
        _READ[now] = result.result
    return _READ[now].deepcopy()  # a build writes its compiled SQL into it


def invoke(arguments: Sequence[str], dbt_state: Path, project: "Manifest | None" = None) -> Any:  # noqa: ANN401 - dbt's result is untyped
    """Run a dbt command on the project, quietly; `dbt_state` is where it writes."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - two seconds

    dbt_state.mkdir(parents=True, exist_ok=True)
    return dbtRunner(project).invoke(
        [
            "--quiet",
            "--no-send-anonymous-usage-stats",
            "--no-version-check",
            "--log-level",
            "none",
            "--log-level-file",
            "none",  # every line of it costs, and `run_results.json` has what went wrong
            "--log-path",
            str(dbt_state / "logs"),
            *arguments,
            "--project-dir",
            str(PROJECT_DIR),
            "--profiles-dir",
            str(PROJECT_DIR),
            "--target-path",
            str(dbt_state / "target"),
        ]
    )


def _environment(files: BuildFiles) -> AbstractContextManager[None]:
    """What the profile reads: where this build's databases are."""
    return environment(
        {
            "TIEOUT_BUILD_INPUTS": str(files.inputs),
            "TIEOUT_BUILD_MARTS": str(files.marts),
            "TIEOUT_BUILD_TEMP": str(files.marts.with_suffix(".tmp")),
            "TIEOUT_MEMORY_LIMIT": os.environ.get("TIEOUT_MEMORY_LIMIT") or f"{_memory_mb()}MB",
        }
    )


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Variables of this process's environment for the length of a block: dbt's profile reads them."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _memory_mb() -> int:
    """What a build may hold in memory before it spills to disk: a third of the machine's, 5 GB at most."""
    return min(5000, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 3_000_000)


def _release_databases() -> None:
    """dbt-duckdb keeps its database open for the life of the process; the audit and the publication need the files."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    DuckDBConnectionManager.close_all_connections()


def _outcome(node: Any) -> NodeOutcome:  # noqa: ANN401
    return NodeOutcome(
        unique_id=node.node.unique_id,
        status=str(node.status),
        seconds=float(node.execution_time),
        message=node.message or "",
        failures=int(node.failures or 0),
    )


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else "no reason given"
