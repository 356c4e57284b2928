"""The bar of actions on the chosen exceptions, and the form of the one that is asked for."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboards.casework.actions import ACTIONS, BY_KEY, Action, Asked
from dashboards.casework.bulk import Outcome, perform
from dashboards.casework.now import Now
from dashboards.components import asking, markup, ticks, told
from dashboards.marts import Marts
from dashboards.queries import casework
from dashboards.views.action_fields import answers
from dashboards.views.exception_filters import TABLE
from tieout import figures

MOST_NAMED = 3


def action_bar(marts: Marts, standing: Now, who: str, chosen: Sequence[str]) -> None:
    """Draw the buttons, each with its key on the keyboard.

    None is ever disabled: a key that follows a tick at once would find it so, and be lost.
    """
    with st.container(horizontal=True, gap="xsmall", key="action_bar"):
        for action in ACTIONS:
            st.button(
                action.label,
                key=f"act_{action.key}",
                shortcut=action.letter,
                on_click=asking.start,
                args=(action.key,),
            )
    asked = BY_KEY.get(asking.current() or "")
    if asked is None:
        return
    if not chosen or (asked.key == "split" and len(chosen) > 1):
        asking.stop()
        told.show_refused(["Tick one row, or open it." if chosen else "Tick the rows that you mean, or open one."])
    else:
        asking.draw_form(_form(marts, standing, who, asked, list(chosen)))


def _form(marts: Marts, standing: Now, who: str, action: Action, chosen: list[str]) -> asking.Form:
    def fields() -> dict[str, Any]:
        markup.show(f'<p class="tie-note">{escape(_about(marts, chosen))}</p>')
        return answers(action.key, marts, standing, chosen)

    def send(why: str, given: dict[str, Any]) -> Sequence[str]:
        outcomes = perform(marts, who, action, Asked(chosen, why, given))
        done = [outcome for outcome in outcomes if outcome.refused is None]
        refused = [_refusal(outcome) for outcome in outcomes if outcome.refused is not None]
        if not done:
            return refused
        told.tell(_headline(action, who, done), refused)
        ticks.clear(TABLE)
        return ()

    title = f"{action.label}: {figures.counted(len(chosen), 'exception')}"
    return asking.Form(title, f"{action.label} as {who or '…'}", action.needs_why, fields, send)


def _refusal(outcome: Outcome) -> str:
    """Why, with the case that it is about, where the reason does not name it."""
    why = outcome.refused or ""
    return why if any(each in why for each in outcome.exception_ids) else f"{_names(outcome.exception_ids)}: {why}"


def _headline(action: Action, who: str, done: Sequence[Outcome]) -> str:
    count = sum(len(outcome.exception_ids) for outcome in done)
    drafts = [str(draft) for outcome in done for draft in outcome.drafts]
    headline = f"{figures.counted(count, 'exception')}: {action.done}, by {who}"
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
