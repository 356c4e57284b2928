"""The bar of actions on the chosen exceptions, and the form of the one that is chosen."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.casework.actions import ACTIONS, BY_KEY, Action, ActionRequest
from dashboards.casework.bulk import Outcome, perform
from dashboards.casework.live_casework import LiveCasework
from dashboards.components import action_form, markup, result_message, row_selection
from dashboards.marts import Marts
from dashboards.queries import casework
from dashboards.views.action_fields import answers
from dashboards.views.exception_filters import TABLE
from tieout import figures

MOST_NAMED = 3


def action_bar(marts: Marts, live: LiveCasework, actor: str, chosen: Sequence[str]) -> None:
    """Draw the buttons, each with its key on the keyboard.

    None is ever disabled: a key that follows a tick at once would find it so, and be lost.
    """
    with st.container(horizontal=True, gap="xsmall", key="action_bar"):
        for action in ACTIONS:
            st.button(
                action.label,
                key=f"act_{action.key}",
                shortcut=action.letter,
                on_click=action_form.start,
                args=(action.key,),
            )
    request = BY_KEY.get(action_form.current_action() or "")
    if request is None:
        return
    if not chosen or (request.key == "split" and len(chosen) > 1):
        action_form.cancel()
        result_message.draw_refusals(
            ["Tick one row, or open it." if chosen else "Tick the rows that you mean, or open one."]
        )
    else:
        action_form.draw(_form(marts, live, actor, request, list(chosen)))


def _form(marts: Marts, live: LiveCasework, actor: str, action: Action, chosen: list[str]) -> action_form.ActionForm:
    def fields() -> dict[str, Any]:
        markup.show(f'<p class="tie-note">{escape(_about(marts, chosen))}</p>')
        return answers(action.key, marts, live, chosen)

    def send(reason: str, given: dict[str, Any]) -> Sequence[str]:
        outcomes = perform(marts, actor, action, ActionRequest(chosen, reason, given))
        done = [outcome for outcome in outcomes if outcome.refused is None]
        refused = [_refusal(outcome) for outcome in outcomes if outcome.refused is not None]
        if not done:
            return refused
        result_message.keep(_headline(action, actor, done), refused)
        row_selection.clear(TABLE)
        return ()

    title = f"{action.label}: {figures.counted(len(chosen), 'exception')}"
    return action_form.ActionForm(title, f"{action.label} as {actor or '…'}", action.needs_reason, fields, send)


def _refusal(outcome: Outcome) -> str:
    """Why, with the case that it is about, where the reason does not name it."""
    reason = outcome.refused or ""
    return (
        reason
        if any(each in reason for each in outcome.exception_ids)
        else f"{_names(outcome.exception_ids)}: {reason}"
    )


def _headline(action: Action, actor: str, done: Sequence[Outcome]) -> str:
    count = sum(len(outcome.exception_ids) for outcome in done)
    drafts = [str(draft) for outcome in done for draft in outcome.drafts]
    headline = f"{figures.counted(count, 'exception')}: {action.done}, by {actor}"
    named = ", ".join(drafts[:MOST_NAMED]) + (f" and {len(drafts) - MOST_NAMED} more" if drafts[MOST_NAMED:] else "")
    return f"{headline} (draft {named})" if drafts else headline


def _about(marts: Marts, chosen: Sequence[str]) -> str:
    sums = (
        f"{figures.amount(row['total'], marts.scale(row['currency']))} {row['currency']}"
        for row in casework.sums(marts, chosen)
    )
    return " · ".join([_names(chosen), *sums])


def _names(exception_ids: Sequence[str]) -> str:
    """The first few by name."""
    named = ", ".join(figures.short_id(each) for each in exception_ids[:MOST_NAMED])
    rest = len(exception_ids) - MOST_NAMED
    return f"{named} and {rest:,} more" if rest > 0 else named
