"""What each action needs beside the reason: its fields in the form, and the answers they give."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

import streamlit as st

from dashboards.casework.actor import KEY
from dashboards.casework.live_casework import LiveCasework, history, undoable_events
from dashboards.marts import Marts, Row
from dashboards.queries import casework
from tieout import figures
from tieout.errors import InputError

Fields = Callable[[Marts, LiveCasework, Sequence[str]], dict[str, Any]]
WRITE_OFFS = {
    "write_off": "Write-off",
    "fee": "Fee",
    "fx_difference": "Currency difference",
    "rounding": "Rounding difference",
}
A_WEEK = timedelta(days=7)


def answers(action: str, marts: Marts, live: LiveCasework, exception_ids: Sequence[str]) -> dict[str, Any]:
    """Draw the action's fields and give what stands in them."""
    return _FIELDS.get(action, _nothing)(marts, live, exception_ids)


def parts_of(text: str) -> list[Decimal]:
    """Amounts in major units, in the order of the text, where blanks or semicolons separate them.

    Raises:
        InputError: one of them is no amount.
    """
    words = text.replace(";", " ").split()
    try:
        return [Decimal(word.replace(figures.MINUS, "-").replace(",", "")) for word in words]
    except InvalidOperation:
        raise InputError(f"'{text}' are not amounts: write them as in '100.00 20.50'") from None


def _nothing(_marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    return {}


def _assignee(_marts: Marts, live: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    assignees = sorted(
        {state.assignee for state in live.states if state.assignee} | {st.session_state.get(KEY, "")} - {""}
    )
    name = st.selectbox(
        "To", assignees, index=None, accept_new_options=True, placeholder="A name; nothing takes it from everybody"
    )
    return {"assignee": name}


def _link(_marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    return {"link": st.text_input("Link", placeholder="A web address, or the path of a file").strip()}


def _until(marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    return {"until": st.date_input("Until", marts.as_of + A_WEEK, min_value=marts.as_of, format="YYYY-MM-DD")}


def _proposal(marts: Marts, _now: LiveCasework, exception_ids: Sequence[str]) -> dict[str, Any]:
    proposals = {row["match_id"]: row for row in casework.proposals(marts, exception_ids)}
    if not proposals:
        st.html('<p class="tie-note">No proposed match has these items.</p>')
        return {}
    if len(proposals) == 1 or len(exception_ids) > 1:
        st.html("".join(f'<p class="tie-note">{escape(_proposed(row))}</p>' for row in list(proposals.values())[:5]))
        return {}
    return {
        "match_id": st.radio(
            "Which", list(proposals), index=None, format_func=lambda match: _proposed(proposals[match])
        )
    }


def _proposed(row: Row) -> str:
    return f"{row['lines']} — {row['reason']}"


def _items(marts: Marts, _now: LiveCasework, exception_ids: Sequence[str]) -> dict[str, Any]:
    candidates = {row["item_id"]: row for row in casework.candidates(marts, exception_ids)}
    picked = st.multiselect(
        "With",
        list(candidates),
        format_func=lambda item: _line(marts, candidates[item]),
        placeholder="Candidates of the other side" if candidates else "No candidate: the chosen items match each other",
    )
    return {"item_ids": picked}


def _line(marts: Marts, row: Row) -> str:
    amount = figures.amount(row["amount"], marts.scale(row["currency"]))
    words = [row["reference"] or row["line_ref"], row["counterparty"], figures.day(row["date"])]
    return " · ".join([f"{amount} {row['currency']}", *(word for word in words if word)])


def _parts(marts: Marts, _now: LiveCasework, exception_ids: Sequence[str]) -> dict[str, Any]:
    (row, *_) = casework.chosen(marts, exception_ids)
    amount = figures.amount(row["amount"], marts.scale(row["currency"])) if row["currency"] else figures.NONE
    return {"parts": parts_of(st.text_input(f"Into parts that sum to {amount}", placeholder="100.00 20.50"))}


def _write_off(marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    kind = st.selectbox("As", list(WRITE_OFFS), format_func=lambda key: WRITE_OFFS[key])
    return {"kind": kind, **_terms(marts, "The usual account of its kind"), **_rate()}


def _correct(marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    return {"kind": "correct", **_terms(marts, "The other side of the journal"), **_rate()}


def _suspense(marts: Marts, _now: LiveCasework, _exception_ids: Sequence[str]) -> dict[str, Any]:
    return {"kind": "suspense", **_terms(marts, "The suspense account"), **_rate()}


def _terms(marts: Marts, usual: str) -> dict[str, Any]:
    names = casework.accounts(marts)
    left, right = st.columns(2)
    account = left.selectbox(
        "Account",
        list(names),
        index=None,
        accept_new_options=True,
        format_func=lambda code: f"{code} {names.get(code, '')}".strip(),
        placeholder=usual,
    )
    day = right.date_input("Booked on", None, format="YYYY-MM-DD", help="Left empty: the day of the item")
    return {"account": account, "date": day}


def _rate() -> dict[str, Any]:
    with st.expander("Entity, and rate of a foreign currency"):
        entity = st.text_input("Entity", placeholder="The entity of the item").strip()
        left, right = st.columns(2)
        rate = left.text_input("Rate", placeholder="Functional units per unit").strip()
        source = right.text_input("Rate from", placeholder="Who says so").strip()
    return {"entity": entity or None, "rate": _one(rate), "rate_source": source or None}


def _one(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"'{text}' is not a rate: write it as in '1.0842'") from None


def _latest(marts: Marts, _now: LiveCasework, exception_ids: Sequence[str]) -> dict[str, Any]:
    """What would be undone, where it is one exception's."""
    if len(exception_ids) == 1:
        numbers = undoable_events(marts, exception_ids)
        latest = [event for event in history(marts, exception_ids[0]) if event.event_no in numbers]
        said = [f"{figures.word(event.kind)} by {event.who}: {figures.text(event.why)}" for event in latest]
        st.html(f'<p class="tie-note">{escape(said[0] if said else "Nothing was done that can be undone.")}</p>')
    return {}


_FIELDS: dict[str, Fields] = {
    "assign": _assignee,
    "attach": _link,
    "ignore": _until,
    "confirm": _proposal,
    "reject": _proposal,
    "match": _items,
    "split": _parts,
    "write_off": _write_off,
    "correct": _correct,
    "suspense": _suspense,
    "undo": _latest,
}
