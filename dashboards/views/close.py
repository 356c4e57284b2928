"""Close: what still stands between a period and its certificate, and the people who certify it."""

from collections.abc import Sequence

import streamlit as st

from dashboards import navigation
from dashboards.casework.actor import actor_field
from dashboards.closing.live_close import LiveClose, live_close
from dashboards.components import markup, result_message, states
from dashboards.components.table import Badge, Column, Grid, TableRow, Tone, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import close
from dashboards.views import close_actions, close_flux
from tieout import figures

TONES: dict[str, Tone] = {
    "passed": "good",
    "accepted": "warn",
    "blocked": "bad",
    "certified": "good",
    "prepared": "warn",
    "decertified": "bad",
}
LOOKED_AT = {
    "statements": "overview",
    "reconciliations": "reconciliations",
    "exceptions": "exceptions",
    "trial_balance": "statements",
    "general_ledger": "statements",
}
"""On which page of the dashboard a check's figures stand."""


def draw(marts: Marts) -> None:
    """Draw the page."""
    title, name = st.columns([5, 1], vertical_alignment="bottom")
    with title:
        markup.page_heading(
            "Close", "A checklist that computes itself. One person closes a period, another one certifies it."
        )
    with name:
        actor = actor_field()
    periods = close.periods(marts)
    if not periods:
        states.calm("No periods yet", "Post or import journals, then run `tieout run`.")
        return
    entity, period = _choose(marts, periods)
    published = close.close(marts, entity, period)
    live = live_close(marts, entity, period)
    checks = close.checks(marts, entity, period)
    _banner(marts, published, live, checks)
    result_message.draw()
    close_actions.draw(marts, actor, published, live.status(published), checks)
    _checklist(marts, checks, entity, period)
    close_flux.draw(marts, actor, entity, period)
    _history(live)


def _choose(marts: Marts, periods: Sequence[Row]) -> tuple[str, str]:
    names = {each.id: f"{each.name} ({each.id})" for each in marts.workspace.config.entities}
    first, second, _ = st.columns([3, 3, 4])
    entity = first.selectbox(
        "Entity",
        list(dict.fromkeys(row["entity_id"] for row in periods)),
        format_func=lambda key: names.get(key, key),
        key="entity",
        bind="query-params",
    )
    own = [row["period"] for row in periods if row["entity_id"] == entity]
    period = second.selectbox("Period", own, key="period", bind="query-params")
    return str(entity), str(period)


def _banner(marts: Marts, published: Row, live: LiveClose, checks: Sequence[Row]) -> None:
    status = live.status(published)
    blocked = sum(1 for check in checks if check["state"] == "blocked")
    facts = [("Blocking", figures.counted(blocked, "check"))] if status in {"open", "reopened", "locked"} else []
    if live.close is not None:
        facts += [("Closed by", f"{live.close.prepared_by}, {figures.day(live.close.prepared_at.date())}")]
        if live.close.approved_by and live.close.approved_at:
            facts += [("Certified by", f"{live.close.approved_by}, {figures.day(live.close.approved_at.date())}")]
        facts += [("Trial balance", f"sha256 {figures.short_id(live.close.trial_balance_hash)}")]
    if status == "decertified" and published["changed"]:
        scale = marts.scale(published["currency"]) if published["currency"] else 0
        amount = figures.amount(published["difference"], scale)
        facts += [("Changed by", f"{amount} {figures.text(published['currency'])}"), ("What", published["changed"])]
    if live.trouble:
        facts += [("Not up to date", live.trouble)]
    headline = f"{figures.period(published['period'])} is {status}"
    markup.banner(TONES.get(status, "plain"), headline[0].upper() + headline[1:], facts)


def _checklist(marts: Marts, checks: Sequence[Row], entity: str, period: str) -> None:
    if not checks:
        return
    markup.section_heading("Checklist", "Select a check to see what it looks at.")
    columns = [
        Column("Check"),
        Column("State"),
        Column("Blocking", "figure"),
        Column("Amount", "figure"),
        Column("Why"),
    ]
    lines = [
        TableRow(
            [
                check["title"],
                Badge(figures.word(check["state"]), TONES[check["state"]]),
                figures.count(check["blocking_count"]),
                _amount(marts, check),
                figures.text(check["detail"]),
            ],
            id=check["link_page"] if check["link_page"] in LOOKED_AT else None,
        )
        for check in checks
    ]
    figures_table(
        "checklist_table",
        Grid("Checklist", columns, lines),
        on_pick=lambda page: navigation.go_to_with_choices(LOOKED_AT[page], entity=entity, period=period),
    )


def _amount(marts: Marts, check: Row) -> str:
    if check["amount"] is None or check["currency"] is None:
        return figures.NONE
    return f"{figures.amount(check['amount'], marts.scale(check['currency']))} {check['currency']}"


def _history(live: LiveClose) -> None:
    if not live.events:
        return
    markup.section_heading("What was done")
    columns = [Column("When", "date"), Column("What"), Column("Who"), Column("Why")]
    lines = [
        TableRow(
            [
                f"{figures.day(event.recorded_at.date())} {event.recorded_at:%H:%M} UTC",
                figures.word(event.kind),
                event.who,
                figures.text(event.why),
            ]
        )
        for event in live.events
    ]
    figures_table("close_history", Grid("What was done", columns, lines))
