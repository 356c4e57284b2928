"""The ground floor: what every other room stands on.

Settings, the workspace (`tieout.yml`), money, and the connections to PostgreSQL (the book of record) and to the
published marts (DuckDB). Nothing here knows of journals, statements or dashboards. For notebooks and scripts,
`tieout.open` gives the published marts as data frames.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tieout.frames import Books

__version__ = "0.1.0"


def open(workspace: str | Path = ".") -> "Books":  # noqa: A001 - read as `tieout.open`
    """The published marts of a workspace, as data frames.

    Args:
        workspace: the folder of its `tieout.yml`.

    Raises:
        InputError: the folder is no workspace, or nothing is published yet.
    """
    from tieout.frames import Books  # noqa: PLC0415 - `import tieout` loads neither DuckDB nor pandas
    from tieout.workspace import Workspace  # noqa: PLC0415

    return Books(Workspace.open(Path(workspace)))
