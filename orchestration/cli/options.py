"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from tieout.workspace import Workspace

WorkspaceOption = Annotated[
    Path, typer.Option("-w", "--workspace", help="The workspace's folder.", show_default="the current folder")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
HERE = Path()


def opened(folder: Path) -> Workspace:
    """The workspace in that folder; raises InputError when it has no valid tieout.yml."""
    return Workspace.open(folder)
