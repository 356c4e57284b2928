"""The form of one action, beside the page: its fields, the reason, and a button that says who acts.

What is being asked is kept for the session: a page that turns to a new version meanwhile opens the form again.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st

from dashboards.components import told
from dashboards.components.focus import focus_first_field
from tieout.errors import InputError, TieoutError

KEY = "asking"
WHY = "One sentence for whoever reads this in a year"


class Form(NamedTuple):
    """What a form asks.

    `fields` draws what is asked beside the reason and gives the answers; `send` does it, and says why nothing was done,
    if nothing was.
    """

    title: str
    label: str
    needs_why: bool
    fields: Callable[[], dict[str, Any]]
    send: Callable[[str, dict[str, Any]], Sequence[str]]


def start(action: str) -> None:
    """Ask for an action; what was told of the last one goes."""
    st.session_state[KEY] = action
    told.forget()


def stop() -> None:
    """Ask for nothing more."""
    st.session_state.pop(KEY, None)


def current() -> str | None:
    """The action that is being asked for."""
    action: str | None = st.session_state.get(KEY)
    return action


def draw_form(form: Form) -> None:
    """Open the form; it closes when something was done, or when the person turns away."""
    st.dialog(form.title, position="right", on_dismiss=stop)(_draw)(form)


def _draw(form: Form) -> None:
    answers, mistake = {}, None
    with st.form("asked", border=False):
        try:
            answers = form.fields()
        except InputError as error:
            mistake = str(error)
        why = st.text_input("Why" if form.needs_why else "Why, if it needs saying", placeholder=WHY).strip()
        sent = st.form_submit_button(form.label, type="primary")
    focus_first_field()
    if not sent:
        return
    with st.spinner("Writing it down"):
        refused = [mistake] if mistake else _sent(form, why, answers)
    told.show_refused(refused)
    if not refused:
        stop()
        st.rerun()


def _sent(form: Form, why: str, answers: dict[str, Any]) -> Sequence[str]:
    try:
        return form.send(why, answers)
    except TieoutError as error:
        return [str(error)]
