"""dbt, run inside this process: it reads and compiles the project; what it compiled is built by `warehouse.build`.

In process, because a dbt of its own would spend more time importing than compiling; telemetry and update checks are
off, and every file that dbt writes goes where its caller says.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbt_project import PROJECT_DIR
from tieout.errors import TieoutError, first_lines


def parse(dbt_state: Path) -> Path:
    """Read the project without compiling it; returns where its manifest is, as JSON.

    Returns:
        Where its manifest is, as JSON.

    Raises:
        TieoutError: dbt cannot read it; in one line.
    """
    result = invoke(["parse", "--target", "duckdb"], dbt_state)
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be read: {first_lines(str(result.exception))}")
    return dbt_state / "target" / "manifest.json"


def compile_project(target: str, dbt_state: Path) -> list[Any]:
    """Compile every model and test for a target of the profile, without a database; returns dbt's nodes.

    Raises:
        TieoutError: a model does not compile, or dbt cannot read the project; in one line.
    """
    command = ["compile", "--target", target, "--no-introspect", "--no-populate-cache", "--no-partial-parse"]
    result = invoke([*command, "--no-write-json"], dbt_state)
    compiled = list(result.result or ())
    broken = next((each for each in compiled if str(each.status) == "error"), None)
    if broken is not None:
        raise TieoutError(f"the dbt project does not compile: {first_lines(broken.message or '')}")
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be read: {first_lines(str(result.exception))}")
    return [each.node for each in compiled]


def invoke(arguments: Sequence[str], dbt_state: Path) -> Any:  # noqa: ANN401 - dbt's result is untyped
    """Run a dbt command on the project, quietly; `dbt_state` is where it writes."""
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
