"""Turning to a new version by itself: a cheap look at the link, and a rerun when it points elsewhere."""

from pathlib import Path

import streamlit as st

from dashboards.marts import current_workspace
from tieout.errors import TieoutError
from tieout.published import published_version

POLL_SECONDS = 2


def follow_publications() -> None:
    """Watch the link while the page is open; reading it costs one system call."""
    _watch(_version())


@st.fragment(run_every=POLL_SECONDS)
def _watch(shown: Path | None) -> None:
    if _version() != shown:
        st.rerun(scope="app")


def _version() -> Path | None:
    try:
        return published_version(current_workspace())
    except TieoutError:
        return None
