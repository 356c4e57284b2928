"""One published version of the marts, as the pages read it.

A version never changes once published, so a query's answer is cached under the version's path; when the link moves, the
path differs and every page asks anew. The connection is read-only: a page cannot harm what an auditor relies on.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboards.serve import WORKSPACE_VARIABLE
from tieout.config import Config
from tieout.errors import InputError, first_line
from tieout.published import open_published, published_version
from tieout.workspace import CONFIG_NAME, Workspace

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Marts:
    """The published version that this page shows, and the workspace it belongs to."""

    workspace: Workspace
    version: Path
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, **values: object) -> Sequence[Row]:
        """The rows of a query over schema `marts`; `$name` placeholders are bound from `values`."""
        return _cached_rows(self.connection, str(self.version), sql, values)

    def one(self, sql: str, **values: object) -> Row:
        """The single row of an aggregate query."""
        return self.rows(sql, **values)[0]

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of one's own on schema `marts`: a connection is not for two threads at once, its cursors are."""
        cursor = self.connection.cursor()
        cursor.execute("SET schema = 'marts'")
        return cursor

    @property
    def as_of(self) -> date:
        """The day that the published figures are as of."""
        day: date = self.one("SELECT as_of FROM run")["as_of"]
        return day

    def scale(self, currency: str) -> int:
        """Decimals of a currency's minor unit, from the workspace's currencies."""
        return self.workspace.currencies.scale(currency)


def current_workspace() -> Workspace:
    """The workspace this server was started for.

    Raises:
        InputError: the server was started without one, or its tieout.yml is wrong.
    """
    root = os.environ.get(WORKSPACE_VARIABLE)
    if not root:
        raise InputError("no workspace: start the dashboard with `tieout dashboard -w DIR`")
    folder = Path(root)
    config_file = folder / CONFIG_NAME
    changed = config_file.stat().st_mtime_ns if config_file.exists() else 0
    return Workspace(folder, _cached_config(folder, changed))


def current_marts() -> Marts:
    """The version published now.

    Raises:
        InputError: the published file is not a readable database, or the workspace's tieout.yml is wrong.
        NothingPublished: no run has published a version yet.
    """
    workspace = current_workspace()
    version = published_version(workspace)
    if version is None:
        raise NothingPublished(workspace.root)
    try:
        return Marts(workspace, version, _cached_connection(workspace, str(version)))
    except duckdb.Error as error:
        raise InputError(
            f"{version.name} cannot be read ({first_line(error)}): run `tieout run` to publish anew"
        ) from error


class NothingPublished(InputError):  # noqa: N818 - a state a new workspace is in, not a fault
    """The workspace has no published version yet."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root}: nothing is published yet: run `tieout run -w {root}`")
        self.root = root


@st.cache_resource(max_entries=8, show_spinner=False)
def _cached_config(root: Path, changed: int) -> Config:  # noqa: ARG001 - the change time is part of the cache key
    return Workspace.open(root).config


@st.cache_resource(max_entries=2, show_spinner=False)
def _cached_connection(_workspace: Workspace, version: str) -> duckdb.DuckDBPyConnection:  # noqa: ARG001 - cache key
    return open_published(_workspace)


@st.cache_data(max_entries=400, show_spinner=False)
def _cached_rows(
    _connection: duckdb.DuckDBPyConnection,
    version: str,  # noqa: ARG001 - the version is part of the cache key
    sql: str,
    values: dict[str, object],
) -> list[Row]:
    with _connection.cursor() as cursor:  # a connection is not for two threads at once, its cursors are
        cursor.execute("SET schema = 'marts'")
        cursor.execute(sql, values or None)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, values_of_row, strict=True)) for values_of_row in cursor.fetchall()]
