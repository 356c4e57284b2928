"""The folder DAGSTER_HOME inside the workspace: history kept, telemetry off, one run at a time."""

import os
from pathlib import Path

from tieout.workspace import Workspace

LOCATION = "tieout"
"""The code location's name, as Dagster's pages show it."""
WORKSPACE_VARIABLE = "TIEOUT_WORKSPACE"

_SETTINGS = """\
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
nux:
  enabled: false
compute_logs:  # the steps log through Dagster; capturing their output too would start four processes for each of them
  module: dagster.core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
_OURS_BEFORE = "class: RunHistory"
"""Names a class that settings of earlier versions load, and that is no more; its files are where Dagster looks."""
_CODE_LOCATION = f"""\
load_from:
  - python_module:
      module_name: orchestration.code_location
      location_name: {LOCATION}
"""


def prepare_dagster_home(workspace: Workspace) -> Path:
    """Make the folder DAGSTER_HOME with its settings, and name it to Dagster in this process's environment.

    Settings that a user wrote stay; those of an earlier version of Tieout are replaced.
    """
    folder = workspace.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "dagster.yaml"
    if not settings.exists() or _OURS_BEFORE in settings.read_text(encoding="utf-8"):
        settings.write_text(_SETTINGS, encoding="utf-8")
    (folder / "workspace.yaml").write_text(_CODE_LOCATION, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    return folder
