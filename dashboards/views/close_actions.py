"""The buttons of a close, and the form that each of them opens."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboards.casework.bulk import NOBODY
from dashboards.closing.actions import ACTIONS, Action
from dashboards.closing.binding import bind, pdf
from dashboards.closing.now import at_desk
from dashboards.components import asking, told
from dashboards.marts import Marts, Row
from reporting.close import Blocked
from tieout import figures


def draw(marts: Marts, who: str, published: Row, status: str, checks: Sequence[Row]) -> None:
    """Draw the actions that the close's state allows, and the form of the one that was asked for."""
    possible = [action for action in ACTIONS if status in action.states]
    with st.container(horizontal=True, key="close_bar"):
        for action in possible:
            st.button(
                action.label,
                key=f"close_{action.key}",
                shortcut=action.letter,
                type="primary" if action.key in {"prepare", "certify"} else "secondary",
                on_click=asking.start,
                args=(action.key,),
            )
        if status in {"prepared", "certified", "decertified"}:
            st.download_button(
                "Binder",
                data=partial(pdf, marts, published["entity_id"], published["period"]),
                file_name=f"close-{published['entity_id']}-{published['period']}.pdf",
                mime="application/pdf",
                icon=":material/download:",
                on_click="ignore",
                key="close_binder",
            )
    asked = next((action for action in possible if action.key == asking.current()), None)
    if asked is not None:
        asking.draw_form(_form(marts, who, asked, published, checks))


def _form(marts: Marts, who: str, action: Action, published: Row, checks: Sequence[Row]) -> asking.Form:
    entity, period = published["entity_id"], published["period"]

    def fields() -> dict[str, Any]:
        return _acceptances(checks) if action.key == "prepare" else {}

    def send(why: str, answers: dict[str, Any]) -> Sequence[str]:
        if not who:
            return [NOBODY]
        try:
            with at_desk(marts, entity, who) as desk:
                action.act(desk, period, why, answers)
                missing = bind(desk, period) if action.vouches else []
        except Blocked as blocked:
            return str(blocked).splitlines()
        told.tell(f"{figures.period(period)} of {entity}: {action.done}, by {who}", missing)
        return ()

    title = f"{action.label}: {figures.period(period)} of {entity}"
    return asking.Form(title, f"{action.label} as {who or '…'}", action.needs_why, fields, send)


def _acceptances(checks: Sequence[Row]) -> dict[str, Any]:
    """A reason for each check that blocks and may be accepted all the same."""
    return {
        check["check_id"]: st.text_input(
            f"{check['title']}: accept, because",
            key=f"accept_{check['check_id']}",
            help=check["detail"],
            placeholder="Leave empty to let it block",
        )
        for check in checks
        if check["state"] == "blocked" and check["acceptable"]
    }
