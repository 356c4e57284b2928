"""Running dbt inside this process, on a private build.

In process, because a dbt of its own would spend more time importing than building; telemetry and update checks are
off, and every file that dbt writes goes under the workspace's state.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt_project import PROJECT_DIR
from tieout.errors import TieoutError


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
    chosen = ["--select", *models, "--indirect-selection", "cautious"] if models else []
    with _environment(files):
        result = _invoke(["build", "--exclude-resource-type", "unit_test", *chosen], dbt_state)
        _release_databases()
    outcomes = [_outcome(node) for node in result.result or ()]
    broken = next((node for node in outcomes if node.status == "error"), None)
    if broken is not None:
        raise TieoutError(f"the build failed at {broken.unique_id}: {_first_line(broken.message)}")
    if result.exception is not None:
        raise TieoutError(f"the build failed: {_first_line(str(result.exception))}")
    return outcomes


def parse(dbt_state: Path) -> Path:
    """Read the project without building it; returns where dbt wrote its manifest."""
    result = _invoke(["parse"], dbt_state)
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be read: {_first_line(str(result.exception))}")
    return dbt_state / "target" / "manifest.json"


def _invoke(arguments: Sequence[str], dbt_state: Path) -> Any:  # noqa: ANN401 - dbt's result is untyped
    os.environ.setdefault("DO_NOT_TRACK", "1")
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - two seconds

    dbt_state.mkdir(parents=True, exist_ok=True)
    return dbtRunner().invoke(
        [
            "--quiet",
            "--no-send-anonymous-usage-stats",
            "--no-version-check",
            "--log-level",
            "none",
            "--log-level-file",
            "info",
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


@contextmanager
def _environment(files: BuildFiles) -> Iterator[None]:
    """What the profile reads: where this build's databases are."""
    values = {
        "TIEOUT_BUILD_INPUTS": str(files.inputs),
        "TIEOUT_BUILD_MARTS": str(files.marts),
        "TIEOUT_BUILD_TEMP": str(files.marts.with_suffix(".tmp")),
        "TIEOUT_MEMORY_LIMIT": os.environ.get("TIEOUT_MEMORY_LIMIT") or f"{_memory_mb()}MB",
    }
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
