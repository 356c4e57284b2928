"""Which rows are ticked, over all pages of a table, for as long as what is searched for stays the same."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboards.components.table import Ticks


def ticked(table: str) -> list[str]:
    """The ids, in the order in which they were ticked."""
    chosen: list[str] = st.session_state.get(_key(table), [])
    return chosen


def tick(table: str, ids: Iterable[str]) -> None:
    """Tick exactly these."""
    st.session_state[_key(table)] = list(ids)


def clear(table: str) -> None:
    """Tick none."""
    st.session_state.pop(_key(table), None)


def ticks_of(table: str, page: Sequence[str]) -> Ticks:
    """The ticks of the rows that a table shows now; what a person changes there joins those of the other pages."""
    here = set(page)

    def changed(now: Sequence[str]) -> None:
        elsewhere = [each for each in ticked(table) if each not in here]
        tick(table, [*elsewhere, *(each for each in now if each in here)])

    return Ticks([each for each in ticked(table) if each in here], changed)


def _key(table: str) -> str:
    return f"ticks_{table}"
