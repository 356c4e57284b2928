"""Approvals: journals that one person drafted, and another one lets into the book, or not."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from dashboards import navigation
from dashboards.casework import live_casework
from dashboards.casework.actor import actor_field
from dashboards.casework.bulk import NO_ACTOR, casework_session
from dashboards.components import action_form, markup, result_message, row_selection, states
from dashboards.components.table import Column, Grid, TableRow, figures_table
from dashboards.marts import Marts
from dashboards.queries.casework import accounts
from reconcile import casework
from reconcile.casework import ActionResult, CaseworkSession, Draft
from tieout import figures
from tieout.errors import InputError, ServiceUnreachable

TABLE = "drafts_table"
STATES = {"pending": "Waiting", "declined": "Declined", "posted": "Posted"}
COLUMNS = (
    Column("Draft"),
    Column("Kind"),
    Column("Debit"),
    Column("Credit"),
    Column("Amount", "figure"),
    Column("Currency"),
    Column("Booked on", "date"),
    Column("Entity"),
    Column("Drafted by"),
    Column("Why"),
    Column("Exceptions"),
)


class Decision(NamedTuple):
    """One thing to do about drafts; `state` is the state that they must be in."""

    key: str
    label: str
    letter: str
    state: str
    done: str
    act: Callable[[CaseworkSession, Sequence[int], str], ActionResult]


def _approve(session: CaseworkSession, draft_nos: Sequence[int], reason: str) -> ActionResult:
    return casework.approve(session, draft_nos, reason or None)


def _ask_again(session: CaseworkSession, draft_nos: Sequence[int], reason: str) -> ActionResult:
    return casework.request_approval(session, draft_nos, reason or None)


DECISIONS = (
    Decision("approve", "Approve", "A", "pending", "approved", _approve),
    Decision("decline", "Decline", "D", "pending", "declined", casework.decline),
    Decision("ask_again", "Ask again", "Q", "declined", "waits again", _ask_again),
)


def draw(marts: Marts) -> None:
    """Draw the page."""
    title, name = st.columns([5, 1], vertical_alignment="bottom")
    with title:
        markup.page_heading(
            "Approvals", "Journals out of casework. Each needs a second person: whoever drafted one cannot approve it."
        )
    with name:
        actor = actor_field()
    state = st.segmented_control(
        "State",
        list(STATES),
        default="pending",
        required=True,
        format_func=lambda key: STATES[key],
        key="state",
        label_visibility="collapsed",
        on_change=row_selection.clear,
        args=(TABLE,),
    )
    result_message.draw()
    try:
        drafts = {str(draft.draft_no): draft for draft in live_casework.journal_drafts(marts, state or "pending")}
    except ServiceUnreachable as error:
        states.calm("Drafts cannot be read", str(error))
        return
    if not drafts:
        states.calm(f"{STATES[state or 'pending']}: none", "A write-off, correction or fee on an exception drafts one.")
        return
    chosen = [each for each in row_selection.selected(TABLE) if each in drafts]
    _bar(marts, actor, state or "pending", [drafts[each] for each in chosen])
    grid = Grid("Drafts", COLUMNS, [_line(marts, draft) for draft in drafts.values()])
    figures_table(
        TABLE, grid, on_pick=lambda no: _open(drafts[no]), selection=row_selection.of_page(TABLE, list(drafts))
    )


def _line(marts: Marts, draft: Draft) -> TableRow:
    debit, credit = _sides(marts, draft)
    return TableRow(
        [
            str(draft.draft_no),
            figures.word(draft.kind),
            debit,
            credit,
            figures.amount(abs(draft.amount), marts.scale(draft.currency)),
            draft.currency,
            figures.day(draft.date),
            draft.entity_id,
            draft.who,
            figures.text(draft.why),
            figures.counted(len(draft.exception_ids), "exception"),
        ],
        id=str(draft.draft_no),
    )


def _open(draft: Draft) -> None:
    """Go to the exception that a draft is about."""
    navigation.go_to("exceptions", exception=draft.exception_ids[0])


def _bar(marts: Marts, actor: str, state: str, chosen: Sequence[Draft]) -> None:
    with st.container(horizontal=True, key="approval_bar"):
        for decision in DECISIONS:
            if decision.state == state:
                st.button(
                    decision.label,
                    key=f"decide_{decision.key}",
                    shortcut=decision.letter,
                    on_click=action_form.start,
                    args=(decision.key,),
                )
    request = next((each for each in DECISIONS if each.key == action_form.current_action()), None)
    if request is not None and not chosen:
        action_form.cancel()
        result_message.draw_refusals(["Tick the drafts that you mean."])
    elif request is not None:
        action_form.draw(_form(marts, actor, request, list(chosen)))


def _form(marts: Marts, actor: str, decision: Decision, chosen: Sequence[Draft]) -> action_form.ActionForm:
    def fields() -> dict[str, Any]:
        lines = "".join(f"<li>{escape(_line_text(marts, draft))}</li>" for draft in chosen[: result_message.MAX_LINES])
        markup.show(f'<ul class="tie-note">{lines}</ul>')
        return {}

    def send(reason: str, _given: dict[str, Any]) -> Sequence[str]:
        refused = _decide(marts, actor, decision, reason, chosen)
        done = len(chosen) - len(refused)
        if not done:
            return refused
        result_message.keep(f"{figures.counted(done, 'draft')}: {decision.done}, by {actor}", refused)
        row_selection.clear(TABLE)
        return ()

    title = f"{decision.label}: {figures.counted(len(chosen), 'draft')}"
    return action_form.ActionForm(title, f"{decision.label} as {actor or '…'}", decision.key == "decline", fields, send)


def _line_text(marts: Marts, draft: Draft) -> str:
    """A draft in a line: what it books, and who drafted it."""
    debit, credit = _sides(marts, draft)
    amount = figures.amount(abs(draft.amount), marts.scale(draft.currency))
    return f"{amount} {draft.currency}, debit {debit}, credit {credit}, drafted by {draft.who}"


def _sides(marts: Marts, draft: Draft) -> tuple[str, str]:
    """The accounts that are debited and credited, with their names where anything was ever booked to them."""
    names = accounts(marts)
    account, contra = (f"{code} {names.get(code, '')}".strip() for code in (draft.account, draft.contra))
    return (account, contra) if draft.amount >= 0 else (contra, account)


def _decide(marts: Marts, actor: str, decision: Decision, reason: str, chosen: Sequence[Draft]) -> list[str]:
    """Decide each draft alone: what one is refused for does not keep the others waiting. Gives what was refused."""
    if not actor:
        return [NO_ACTOR] * len(chosen)
    refused = []
    with casework_session(marts, actor) as session:
        for draft in chosen:
            try:
                with session.connection.transaction():
                    decision.act(session, [draft.draft_no], reason)
            except InputError as error:
                refused.append(f"draft {draft.draft_no}: {error}")
    return refused
