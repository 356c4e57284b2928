"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from tieout.errors import InputError
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

WorkspaceOption = Annotated[
    Path, typer.Option("-w", "--workspace", help="The workspace's folder.", show_default="the current folder")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
HERE = Path()


def opened(folder: Path) -> Workspace:
    """The workspace in that folder; raises InputError when it has no valid tieout.yml."""
    return Workspace.open(folder)


def the_entity(home: Workspace, entity: str | None) -> str:
    """The entity that is meant; raises InputError when there is no such one, or several and none is named."""
    known = [each.id for each in home.config.entities]
    if entity is None and len(known) > 1:
        raise InputError(f"whose? Name the entity with --entity: {', '.join(known)}")
    if entity is not None and entity not in known:
        raise InputError(f"no entity '{entity}': {did_you_mean(entity, known)}")
    return entity or known[0]
