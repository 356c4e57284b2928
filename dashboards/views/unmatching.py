"""Taking confirmed matches apart again: what was matched wrongly goes back among the exceptions with the next run."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboards.casework.bulk import at_desk
from dashboards.casework.who import acting
from dashboards.components import asking, markup, ticks, told
from dashboards.marts import Marts
from reconcile import casework
from tieout import figures
from tieout.errors import InputError

ACTION = "unmatch"


def unmatch_bar(marts: Marts, table: str) -> None:
    """Draw the button for the matches that are ticked in a table, and its form."""
    chosen = ticks.ticked(table)
    told.show_told()
    left, right, _ = st.columns([2, 1, 4], vertical_alignment="bottom")
    with left:
        who = acting()
    right.button("Unmatch", key=ACTION, shortcut="U", on_click=asking.start, args=(ACTION,))
    if asking.current() == ACTION and not chosen:
        asking.stop()
        told.show_refused(["Tick the matches that you mean."])
    elif asking.current() == ACTION:
        asking.draw_form(_form(marts, who, table, chosen))


def _form(marts: Marts, who: str, table: str, chosen: Sequence[str]) -> asking.Form:
    def fields() -> dict[str, Any]:
        markup.show('<p class="tie-note">These items are not matched with each other again.</p>')
        return {}

    def send(why: str, _given: dict[str, Any]) -> Sequence[str]:
        try:
            with at_desk(marts, who) as desk:
                casework.unmatch(desk, chosen, why)
        except InputError as error:
            return [str(error)]
        told.tell(f"{_matches(len(chosen))} taken apart by {who}; the next run shows it", ())
        ticks.clear(table)
        return ()

    return asking.Form(
        title=f"Unmatch: {_matches(len(chosen))}",
        label=f"Unmatch as {who or '…'}",
        needs_why=True,
        fields=fields,
        send=send,
    )


def _matches(count: int) -> str:
    return f"{figures.count(count)} {'match' if count == 1 else 'matches'}"
