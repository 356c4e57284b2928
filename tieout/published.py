"""Reading the published marts.

A version, once published, never changes; a new one is a new file behind the link. So a reader resolves the link first
and connects to the version itself: DuckDB gives a process that reopens the same path the instance it already has,
which would be yesterday's numbers.
"""

from contextlib import suppress
from pathlib import Path

import duckdb

from tieout.errors import InputError
from tieout.workspace import Workspace


def published_version(workspace: Workspace) -> Path | None:
    """The file that the link points to now, or None before the first publication."""
    link = workspace.marts_link
    return link.resolve() if link.exists() else None


def open_published(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current version, whose marts are found without a schema's name.

    Raises:
        InputError: nothing is published yet.
    """
    version = published_version(workspace)
    if version is None:
        raise InputError(f"{workspace.root}: nothing is published yet: run `tieout run -w {workspace.root}`")
    connection = duckdb.connect(str(version), read_only=True)
    with suppress(duckdb.InvalidInputException):  # in a notebook without ipywidgets there is none to switch off
        connection.execute("SET enable_progress_bar = false")  # it would write into the standard output of --json
    connection.execute("SET schema = 'marts'")
    return connection
