"""Options that many commands share, and how their values are read."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from tieout.errors import InputError
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

CURRENT_FOLDER = Path()
WorkspaceOption = Annotated[
    Path, typer.Option("-w", "--workspace", help="The workspace's folder.", show_default="the current folder")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2026-01, 2026-P01 or 2026-P13.")]
EntityOption = Annotated[
    str | None, typer.Option("--entity", help="The entity's id.", show_default="the only one there is")
]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who decides; recorded permanently.", show_default="your login name")
]
ReconciliationOption = Annotated[
    str | None, typer.Option("--reconciliation", metavar="ID", help="Only this reconciliation.")
]
PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")]


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace in a folder.

    Raises:
        InputError: the folder has no valid tieout.yml.
    """
    return Workspace.open(folder)


def entity_of(workspace: Workspace, entity: str | None) -> str:
    """The id of the entity that a command is about: the one that is named, or the only one.

    Raises:
        InputError: tieout.yml has no such entity, or has several and none is named.
    """
    valid = [each.id for each in workspace.config.entities]
    if entity is None and len(valid) > 1:
        raise InputError(f"there are several entities. Name the entity with --entity: {', '.join(valid)}")
    if entity is not None and entity not in valid:
        raise InputError(f"no entity '{entity}': {did_you_mean(entity, valid)}")
    return entity or valid[0]


def actor_name(named: str | None, option: str) -> str:
    """Who acts: the name that `option` gives, or the login name.

    Raises:
        InputError: no name is given, and the login has none (a container's user, for one).
    """
    try:
        return named or getpass.getuser()
    except (KeyError, OSError):
        raise InputError(f"this login has no name: say who acts with {option}") from None
