"""Approvals: journals that one person drafted, and another one lets into the book, or not."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from dashboards import navigation
from dashboards.casework import now
from dashboards.casework.bulk import NOBODY, at_desk
from dashboards.casework.who import acting
from dashboards.components import asking, markup, states, ticks, told
from dashboards.components.table import Column, Grid, Line, figures_table
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


def _approve(desk: CaseworkSession, draft_nos: Sequence[int], why: str) -> ActionResult:
    return casework.approve(desk, draft_nos, why or None)


def _ask_again(desk: CaseworkSession, draft_nos: Sequence[int], why: str) -> ActionResult:
    return casework.request_approval(desk, draft_nos, why or None)


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
        who = acting()
    state = st.segmented_control(
        "State",
        list(STATES),
        default="pending",
        required=True,
        format_func=lambda key: STATES[key],
        key="state",
        label_visibility="collapsed",
        on_change=ticks.clear,
        args=(TABLE,),
    )
    told.show_told()
    try:
        drafts = {str(draft.draft_no): draft for draft in now.journal_drafts(marts, state or "pending")}
    except ServiceUnreachable as error:
        states.calm("Drafts cannot be read", str(error))
        return
    if not drafts:
        states.calm(f"{STATES[state or 'pending']}: none", "A write-off, correction or fee on an exception drafts one.")
        return
    chosen = [each for each in ticks.ticked(TABLE) if each in drafts]
    _bar(marts, who, state or "pending", [drafts[each] for each in chosen])
    grid = Grid("Drafts", COLUMNS, [_line(marts, draft) for draft in drafts.values()])
    figures_table(TABLE, grid, on_pick=lambda no: _open(drafts[no]), ticks=ticks.ticks_of(TABLE, list(drafts)))


def _line(marts: Marts, draft: Draft) -> Line:
    debit, credit = _sides(marts, draft)
    return Line(
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
    navigation.request("exceptions", exception=draft.exception_ids[0])


def _bar(marts: Marts, who: str, state: str, chosen: Sequence[Draft]) -> None:
    with st.container(horizontal=True, key="approval_bar"):
        for decision in DECISIONS:
            if decision.state == state:
                st.button(
                    decision.label,
                    key=f"decide_{decision.key}",
                    shortcut=decision.letter,
                    on_click=asking.start,
                    args=(decision.key,),
                )
    asked = next((each for each in DECISIONS if each.key == asking.current()), None)
    if asked is not None and not chosen:
        asking.stop()
        told.show_refused(["Tick the drafts that you mean."])
    elif asked is not None:
        asking.draw_form(_form(marts, who, asked, list(chosen)))


def _form(marts: Marts, who: str, decision: Decision, chosen: Sequence[Draft]) -> asking.Form:
    def fields() -> dict[str, Any]:
        lines = "".join(f"<li>{escape(_told_line(marts, draft))}</li>" for draft in chosen[: told.MOST])
        markup.show(f'<ul class="tie-note">{lines}</ul>')
        return {}

    def send(why: str, _given: dict[str, Any]) -> Sequence[str]:
        refused = _decide(marts, who, decision, why, chosen)
        done = len(chosen) - len(refused)
        if not done:
            return refused
        told.tell(f"{figures.counted(done, 'draft')}: {decision.done}, by {who}", refused)
        ticks.clear(TABLE)
        return ()

    title = f"{decision.label}: {figures.counted(len(chosen), 'draft')}"
    return asking.Form(title, f"{decision.label} as {who or '…'}", decision.key == "decline", fields, send)


def _told_line(marts: Marts, draft: Draft) -> str:
    """A draft in a line: what it books, and who wants it."""
    debit, credit = _sides(marts, draft)
    amount = figures.amount(abs(draft.amount), marts.scale(draft.currency))
    return f"{amount} {draft.currency}, debit {debit}, credit {credit}, drafted by {draft.who}"


def _sides(marts: Marts, draft: Draft) -> tuple[str, str]:
    """The accounts that are debited and credited, with their names where anything was ever booked to them."""
    names = accounts(marts)
    account, contra = (f"{code} {names.get(code, '')}".strip() for code in (draft.account, draft.contra))
    return (account, contra) if draft.amount >= 0 else (contra, account)


def _decide(marts: Marts, who: str, decision: Decision, why: str, chosen: Sequence[Draft]) -> list[str]:
    """Decide each draft alone: what one is refused for does not keep the others waiting. Gives what was refused."""
    if not who:
        return [NOBODY] * len(chosen)
    refused = []
    with at_desk(marts, who) as desk:
        for draft in chosen:
            try:
                with desk.connection.transaction():
                    decision.act(desk, [draft.draft_no], why)
            except InputError as error:
                refused.append(f"draft {draft.draft_no}: {error}")
    return refused
