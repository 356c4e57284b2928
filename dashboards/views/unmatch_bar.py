"""Taking confirmed matches apart again: what was matched wrongly goes back among the exceptions with the next run."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboards.casework.actor import actor_field
from dashboards.casework.bulk import casework_session
from dashboards.components import action_form, markup, result_message, row_selection
from dashboards.marts import Marts
from reconcile import casework
from tieout import figures
from tieout.errors import InputError

ACTION = "unmatch"


def unmatch_bar(marts: Marts, table: str) -> None:
    """Draw the button for the matches that are ticked in a table, and its form."""
    chosen = row_selection.selected(table)
    result_message.draw()
    left, right, _ = st.columns([2, 1, 4], vertical_alignment="bottom")
    with left:
        actor = actor_field()
    right.button("Unmatch", key=ACTION, shortcut="U", on_click=action_form.start, args=(ACTION,))
    if action_form.current_action() == ACTION and not chosen:
        action_form.cancel()
        result_message.draw_refusals(["Tick the matches that you mean."])
    elif action_form.current_action() == ACTION:
        action_form.draw(_form(marts, actor, table, chosen))


def _form(marts: Marts, actor: str, table: str, chosen: Sequence[str]) -> action_form.ActionForm:
    def fields() -> dict[str, Any]:
        markup.show('<p class="tie-note">These items are not matched with each other again.</p>')
        return {}

    def send(reason: str, _given: dict[str, Any]) -> Sequence[str]:
        try:
            with casework_session(marts, actor) as session:
                casework.unmatch(session, chosen, reason)
        except InputError as error:
            return [str(error)]
        result_message.keep(f"{_matches(len(chosen))} taken apart by {actor}; the next run shows it", ())
        row_selection.clear(table)
        return ()

    return action_form.ActionForm(
        title=f"Unmatch: {_matches(len(chosen))}",
        label=f"Unmatch as {actor or '…'}",
        needs_reason=True,
        fields=fields,
        send=send,
    )


def _matches(count: int) -> str:
    return f"{figures.count(count)} {'match' if count == 1 else 'matches'}"
