"""The form of one action, beside the page: its fields, the reason, and a button that says who acts.

The action whose form is open is kept for the session: a page that turns to a new version meanwhile opens it again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from dashboards.components import result_message
from tieout.errors import InputError, TieoutError

KEY = "open_action"
REASON_HINT = "One sentence for whoever reads this in a year"


class ActionForm(NamedTuple):
    """What a form shows, and what its button does.

    `fields` draws the fields beside the reason and returns their values by name. `send` takes the reason and these
    values, acts, and returns one line for each refusal; empty when anything was done.
    """

    title: str
    label: str
    needs_reason: bool
    fields: Callable[[], dict[str, Any]]
    send: Callable[[str, dict[str, Any]], Sequence[str]]


def start(action: str) -> None:
    """Open the form of an action when the page is drawn next; the message of the last action goes."""
    st.session_state[KEY] = action
    result_message.discard()


def cancel() -> None:
    """Close the form without acting."""
    st.session_state.pop(KEY, None)


def current_action() -> str | None:
    """The key of the action whose form is open, or None."""
    action: str | None = st.session_state.get(KEY)
    return action


def draw(form: ActionForm) -> None:
    """Draw the form as a dialog; it closes when something was done, or when the person turns away."""
    st.dialog(form.title, position="right", on_dismiss=cancel)(_draw)(form)


def _draw(form: ActionForm) -> None:
    answers, input_error = {}, None
    with st.form("action", border=False):
        try:
            answers = form.fields()
        except InputError as error:
            input_error = str(error)
        reason = st.text_input(
            "Why" if form.needs_reason else "Why, if it needs saying", placeholder=REASON_HINT
        ).strip()
        sent = st.form_submit_button(form.label, type="primary")
    _focus_first_field()
    if not sent:
        return
    with st.spinner("Writing it down"):
        refused = [input_error] if input_error else _send(form, reason, answers)
    result_message.draw_refusals(refused)
    if not refused:
        cancel()
        st.rerun()


def _send(form: ActionForm, reason: str, answers: dict[str, Any]) -> Sequence[str]:
    try:
        return form.send(reason, answers)
    except TieoutError as error:
        return [str(error)]


def _focus_first_field() -> None:
    """Inside a dialog: take the keyboard to its first field, and back to the table once it is closed."""
    script = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
    st.components.v2.component("tieout_focus", html="<span></span>", js=script)(key="focus")
