"""How casework stands right now, read from PostgreSQL beside the published marts.

A look costs one indexed question while nothing happens: what was read is kept until there is a further event.
"""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from dashboards.marts import Marts
from reconcile.casework import CaseState, Draft, Event, drafts, events, states, undoable
from tieout.errors import ServiceUnreachable
from tieout.postgres import DATABASE_URL, connect
from tieout.workspace import Workspace

_LAST_EVENT = "SELECT max(event_no) FROM reconcile.casework_events WHERE tenant_id = %s"
_PUBLISHED = "SELECT list(exception_id) AS ids FROM exceptions"


class LiveCasework(NamedTuple):
    """The state of every published exception that anything was done to; `trouble` says why it could not be read."""

    states: Sequence[CaseState] = ()
    trouble: str | None = None


def live_casework(marts: Marts) -> LiveCasework:
    """How every case stands."""
    workspace = marts.workspace
    if not has_book(workspace):
        return LiveCasework()
    try:
        return LiveCasework(_states(marts, str(marts.version), last_event(workspace)))
    except ServiceUnreachable as error:
        return LiveCasework(trouble=str(error))


def state_of(marts: Marts, exception_id: str) -> CaseState | None:
    """The state of one exception, published or gone by now, if anything was ever done to it."""
    if not has_book(marts.workspace):
        return None
    return next(iter(_read_states(marts, [exception_id])), None)


def history(marts: Marts, exception_id: str) -> Sequence[Event]:
    """What was done to an exception, oldest first."""
    if not has_book(marts.workspace):
        return []
    with connect(marts.workspace) as connection:
        return events(connection, marts.workspace.config.tenant, exception_id)


def journal_drafts(marts: Marts, state: str) -> Sequence[Draft]:
    """The drafts in a state, such as those that wait for a second person."""
    if not has_book(marts.workspace):
        return []
    with connect(marts.workspace) as connection:
        return drafts(connection, marts.workspace.config.tenant, state=state)


def undoable_events(marts: Marts, exception_ids: Sequence[str]) -> Sequence[int]:
    """The latest event of each that can be undone."""
    with connect(marts.workspace) as connection:
        return undoable(connection, marts.workspace.config.tenant, exception_ids)


def last_event(workspace: Workspace) -> int | None:
    """The number of the newest event: it shows whether anything happened since."""
    if not has_book(workspace):
        return None
    with connect(workspace) as connection:
        row: tuple[Any, ...] | None = connection.execute(_LAST_EVENT, (workspace.config.tenant,)).fetchone()
    return row[0] if row else None


@st.cache_data(max_entries=4, show_spinner=False)
def _states(
    _marts: Marts,
    version: str,  # noqa: ARG001 - part of the cache key
    last: int | None,  # noqa: ARG001 - part of the cache key: nothing changes without a further event
) -> list[CaseState]:
    return _read_states(_marts, _marts.one(_PUBLISHED)["ids"] or [])


def _read_states(marts: Marts, exception_ids: Sequence[str]) -> list[CaseState]:
    with connect(marts.workspace) as connection:
        return states(connection, marts.workspace.config.tenant, exception_ids, marts.as_of)


def has_book(workspace: Workspace) -> bool:
    """Whether there is a database at all: looking at a page must not make one."""
    return DATABASE_URL in os.environ or workspace.postgres_dir.exists()
