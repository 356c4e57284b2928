"""Running dbt inside this process, on a private build.

In process, because a dbt of its own would spend more time importing than building; telemetry and update checks are
off, and every file that dbt writes goes under the workspace's state.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbt_project import PROJECT_DIR, fingerprint
from tieout.durable import written_whole
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


BUILT_SCHEMAS = ("staging", "intermediate", "marts")
"""Schemas of what a build is for; the others are for the next build."""
MANIFESTS_KEPT = 20
"""What dbt read of the project, at most: one a version of Tieout, and a target."""


@dataclass(frozen=True)
class BuildFiles:
    """The databases of a build on disk: what it is given, and the marts, which become the published version.

    Staging and intermediate models live in memory, and spill into a folder beside `marts` where they outgrow it.
    """

    inputs: Path
    marts: Path


@dataclass(frozen=True)
class NodeOutcome:
    """What one dbt node did.

    `status` is dbt's own word (success, pass, fail, warn, error, skipped); `key` is schema and name of the model, or of
    the model that a test is about, as the project names them.
    """

    unique_id: str
    name: str
    key: tuple[str, str]
    status: str
    seconds: float
    message: str
    failures: int

    @property
    def is_model(self) -> bool:
        """Whether it is a model; if not, a test."""
        return self.unique_id.startswith("model.")


def build(files: BuildFiles, dbt_state: Path, models: Sequence[str] = ()) -> list[NodeOutcome]:
    """Build every model, or those that dbt's selectors name, and run their tests.

    A model that cannot be built is a TieoutError that names it.
    """
    with _environment(files):
        try:
            return run_models("duckdb", dbt_state, models)
        finally:
            _release_databases()


def run_models(target: str, dbt_state: Path, models: Sequence[str] = ()) -> list[NodeOutcome]:
    """Build on a target of the profile, whose environment is set; raises as `build` does."""
    chosen = ["--select", *models, "--indirect-selection", "cautious"] if models else []
    result = invoke(
        ["build", "--target", target, "--exclude-resource-type", "unit_test", "--no-write-json", *chosen],
        dbt_state,
        read_project(target, dbt_state),
    )
    nodes = {each.node.unique_id: each.node for each in result.result or ()}
    outcomes = [_outcome(each, nodes) for each in result.result or ()]
    broken = next((node for node in outcomes if node.status == "error"), None)
    if broken is not None:
        raise TieoutError(f"the build failed at {broken.unique_id}: {_first_line(broken.message)}")
    if result.exception is not None:
        raise TieoutError(f"the build failed: {_first_line(str(result.exception))}")
    return outcomes


def parse(dbt_state: Path) -> Path:
    """Read the project without building it; returns where its manifest is, as JSON."""
    result = invoke(["parse", "--target", "duckdb"], dbt_state)
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be read: {_first_line(str(result.exception))}")
    return dbt_state / "target" / "manifest.json"


def read_project(target: str, dbt_state: Path) -> "Manifest":
    """The project as dbt reads it for a target of the profile, whose environment is set.

    dbt takes seconds to read it, so what it read is kept for all workspaces of the user, by all that it was made of.
    """
    from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415 - with dbt

    name = _manifest_name(target)
    folders = (_user_cache(), dbt_state / "manifests")
    for folder in folders:
        if (folder / name).exists():
            return Manifest.from_msgpack((folder / name).read_bytes())
    result = invoke(["parse", "--target", target, "--no-write-json", "--no-partial-parse"], dbt_state)
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be read: {_first_line(str(result.exception))}")
    manifest: Manifest = result.result
    _drop_unused_macros(manifest)
    _keep(manifest, name, folders)
    return manifest


def _manifest_name(target: str) -> str:
    """A hash of the project, dbt's version, the target, and the names of the build's schemas."""
    made_of = (
        fingerprint(),
        version("dbt-core"),
        version(f"dbt-{target}"),
        os.environ.get("TIEOUT_BUILD_PREFIX", ""),
        *_CALLED_BY_DBT,
    )
    return hashlib.sha256("\0".join((target, *made_of)).encode()).hexdigest()[:32] + ".msgpack"


def _user_cache() -> Path:
    """Where programs of this user keep what they can make again, by the XDG specification."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "tieout" / "dbt"  # noqa: PTH111 - a user without a home is no error


def _keep(manifest: "Manifest", name: str, folders: Sequence[Path]) -> None:
    """Keep a manifest in the first folder that can be written, and the newest few there."""
    for folder in folders:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with written_whole(folder / name) as making:
                making.write_bytes(manifest.to_msgpack())
            for oldest in sorted(folder.glob("*.msgpack"), key=lambda path: path.stat().st_mtime)[:-MANIFESTS_KEPT]:
                oldest.unlink(missing_ok=True)
            return


_CALLED_BY_DBT = (
    "macros/adapters",
    "macros/etc",
    "macros/get_custom_name",
    "macros/materializations",
    "macros/relations",
    "macros/unit_test_sql",
)
"""Where the macros are that dbt and its adapters call from Python: nothing in the project names them."""


def _drop_unused_macros(manifest: "Manifest") -> None:
    """Leave out dbt's macros for what the project does not have: seeds, snapshots, incremental models, functions.

    dbt puts every macro into the context of every node, twice: that is a third of what it does in a small build.
    """
    project = manifest.metadata.project_name
    used = {node for each in manifest.nodes.values() for node in each.depends_on.macros}
    used |= {
        macro.unique_id
        for macro in manifest.macros.values()
        if macro.package_name == project or macro.original_file_path.startswith(_CALLED_BY_DBT)
    }
    unseen = set(used)
    while unseen:
        reached = {name for macro in unseen for name in manifest.macros[macro].depends_on.macros}
        unseen = (reached & manifest.macros.keys()) - used
        used |= unseen
    manifest.macros = {name: macro for name, macro in manifest.macros.items() if name in used}


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
            "none",  # every line of it costs, and the results have what went wrong
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


def _outcome(result: Any, nodes: Mapping[str, Any]) -> NodeOutcome:  # noqa: ANN401 - dbt's result is untyped
    node = result.node
    names = (node.unique_id, getattr(node, "attached_node", None), *node.depends_on.nodes)
    about = next((nodes[name] for name in names if name in nodes and _is_built(nodes[name])), node)
    return NodeOutcome(
        unique_id=result.node.unique_id,
        name=result.node.name,
        key=(about.config.schema, about.name),
        status=str(result.status),
        seconds=float(result.execution_time),
        message=result.message or "",
        failures=int(result.failures or 0),
    )


def _is_built(node: Any) -> bool:  # noqa: ANN401
    return node.resource_type == "model" and node.config.schema in BUILT_SCHEMAS


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else "no reason given"
