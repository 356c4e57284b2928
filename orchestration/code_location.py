"""The module that Dagster's servers load: the graph of the workspace that `tieout dagster` named."""

import os
from pathlib import Path

from orchestration.definitions import definitions
from orchestration.history.instance import WORKSPACE_VARIABLE
from tieout.workspace import Workspace

defs = definitions(Workspace.open(Path(os.environ.get(WORKSPACE_VARIABLE, "."))))
