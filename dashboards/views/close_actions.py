"""The buttons of a close, and the form that each of them opens."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboards.casework.bulk import NO_ACTOR
from dashboards.closing.actions import ACTIONS, Action, binder_pdf, write_binder
from dashboards.closing.live_close import close_session
from dashboards.components import action_form, result_message
from dashboards.marts import Marts, Row
from reporting.close import CloseBlockedError
from tieout import figures


def draw(marts: Marts, actor: str, published: Row, status: str, checks: Sequence[Row]) -> None:
    """Draw the actions that the close's state allows, and the form of the one that was chosen."""
    possible = [action for action in ACTIONS if status in action.states]
    with st.container(horizontal=True, key="close_bar"):
        for action in possible:
            st.button(
                action.label,
                key=f"close_{action.key}",
                shortcut=action.letter,
                type="primary" if action.key in {"prepare", "certify"} else "secondary",
                on_click=action_form.start,
                args=(action.key,),
            )
        if status in {"prepared", "certified", "decertified"}:
            st.download_button(
                "Binder",
                data=partial(binder_pdf, marts, published["entity_id"], published["period"]),
                file_name=f"close-{published['entity_id']}-{published['period']}.pdf",
                mime="application/pdf",
                icon=":material/download:",
                on_click="ignore",
                key="close_binder",
            )
    request = next((action for action in possible if action.key == action_form.current_action()), None)
    if request is not None:
        action_form.draw(_form(marts, actor, request, published, checks))


def _form(marts: Marts, actor: str, action: Action, published: Row, checks: Sequence[Row]) -> action_form.ActionForm:
    entity, period = published["entity_id"], published["period"]

    def fields() -> dict[str, Any]:
        return _acceptances(checks) if action.key == "prepare" else {}

    def send(reason: str, answers: dict[str, Any]) -> Sequence[str]:
        if not actor:
            return [NO_ACTOR]
        try:
            with close_session(marts, entity, actor) as session:
                happened = action.act(session, period, reason, answers)
                missing = write_binder(session, period) if action.writes_binder else []
        except CloseBlockedError as blocked:
            return str(blocked).splitlines()
        result_message.keep(f"{figures.period(period)} of {entity}: {happened}, by {actor}", missing)
        return ()

    title = f"{action.label}: {figures.period(period)} of {entity}"
    return action_form.ActionForm(title, f"{action.label} as {actor or '…'}", action.needs_reason, fields, send)


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
