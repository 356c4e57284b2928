"""Which rows are ticked, over all pages of a table, for as long as its filters stay the same."""

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboards.components.table import RowSelection


def selected(table: str) -> list[str]:
    """The ids of the ticked rows, in the order in which they were ticked."""
    ids: list[str] = st.session_state.get(_key(table), [])
    return ids


def select(table: str, ids: Iterable[str]) -> None:
    """Tick exactly these rows."""
    st.session_state[_key(table)] = list(ids)


def clear(table: str) -> None:
    """Tick no row."""
    st.session_state.pop(_key(table), None)


def of_page(table: str, page: Sequence[str]) -> RowSelection:
    """The selection among the rows that a table shows now.

    What a person changes there joins what is ticked on the other pages.
    """
    here = set(page)

    def changed(ids: Sequence[str]) -> None:
        elsewhere = [each for each in selected(table) if each not in here]
        select(table, [*elsewhere, *(each for each in ids if each in here)])

    return RowSelection([each for each in selected(table) if each in here], changed)


def _key(table: str) -> str:
    return f"selection_{table}"
