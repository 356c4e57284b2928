"""The filters of the exceptions page; the address remembers them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.casework.live_casework import LiveCasework
from dashboards.components import row_selection
from dashboards.marts import Marts
from dashboards.queries import exceptions
from reconcile.casework.queue import STATUSES
from tieout import figures
from tieout.config.severity import SEVERITIES

TABLE = "exceptions_table"


def filters(marts: Marts, live: LiveCasework) -> tuple[exceptions.Filter, str]:
    """Draw them; the filter that is chosen, and the order."""
    choices = exceptions.choices(marts)
    workers = [exceptions.UNASSIGNED, *sorted({state.assignee for state in live.states if state.assignee})]
    first = st.columns([3, 3, 2, 2, 2])
    within = _many(first[0])("Reconciliation", choices["reconciliations"], "in")
    types = _many(first[1])("Type", choices["types"], "type", figures.word)
    statuses = _many(first[2])("Status", STATUSES, "status", figures.word, "All to do")
    workers = _many(first[3])("Assigned to", workers, "worker")
    severities = _many(first[4])("Severity", SEVERITIES, "severity")
    second = st.columns([5, 2, 2, 2])
    shared: Mapping[str, Any] = {"bind": "query-params", "on_change": first_page}
    text = second[0].text_input(
        "Search", key="q", placeholder="Reference, line, counterparty, description or reason", **shared
    )
    currencies = _many(second[1])("Currency", choices["currencies"] or [], "ccy")
    age = second[2].selectbox("Age", list(exceptions.AGES), index=None, key="age", placeholder="Any age", **shared)
    order = second[3].selectbox("Sort by", list(exceptions.ORDERS), key="sort", **shared)
    return exceptions.Filter(within, types, severities, currencies, statuses, workers, age, text), order


def first_page() -> None:
    """Another filter finds other rows: start again at their first page, with none chosen."""
    row_selection.clear(TABLE)
    if "page" in st.session_state:
        st.session_state["page"] = 1


def _many(place: DeltaGenerator) -> Callable[..., list[str]]:
    """A field for any number of choices, at its place; none chosen means all."""

    def field(
        label: str, choices: Sequence[str], key: str, written: Callable[[str], str] = str, placeholder: str = "All"
    ) -> list[str]:
        return place.multiselect(
            label,
            choices,
            key=key,
            bind="query-params",
            on_change=first_page,
            format_func=written,
            placeholder=placeholder,
        )

    return field
