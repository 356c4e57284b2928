"""Turning by itself to a new version, and to what colleagues did: a cheap look, and a rerun when something moved."""

from pathlib import Path

import streamlit as st

from dashboards.casework.live_casework import last_event
from dashboards.marts import current_workspace
from tieout.errors import TieoutError
from tieout.published import published_version

POLL_SECONDS = 2
Revision = tuple[Path | None, int | None]
"""The published version, and the number of casework's newest event."""


def watch_publications() -> None:
    """Watch while the page is open: reading the link costs one system call, the last event one indexed question."""
    _watch(_revision())


@st.fragment(run_every=POLL_SECONDS)
def _watch(shown: Revision) -> None:
    if _revision() != shown:
        st.rerun(scope="app")


def _revision() -> Revision:
    try:
        workspace = current_workspace()
        return published_version(workspace), last_event(workspace)
    except TieoutError:
        return None, None
