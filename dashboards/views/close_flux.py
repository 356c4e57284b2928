"""Figures that left their expected range, and what people say of them."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboards.casework.bulk import NO_ACTOR
from dashboards.closing.live_close import close_session
from dashboards.components import action_form, markup, result_message, row_selection
from dashboards.components.table import Column, Grid, TableRow, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import close
from reporting.close import comment_flux
from tieout import figures

TABLE = "flux_table"
COMMENT = "comment_flux"
COLUMNS = (
    Column("Account"),
    Column("Book"),
    Column("This period", "figure"),
    Column("Prior period", "figure"),
    Column("Expected from", "figure"),
    Column("to", "figure"),
    Column("Currency"),
    Column("Comment"),
)


def draw(marts: Marts, actor: str, entity: str, period: str) -> None:
    """Draw the figures outside their range; ticked ones can be explained together."""
    rows = {f"{row['book']}|{row['account_code']}": row for row in close.flux(marts, entity, period)}
    if not rows:
        return
    markup.section_heading("Unusual figures", "Outside the range of the periods before. Tick them to say why.")
    chosen = [each for each in row_selection.selected(TABLE) if each in rows]
    st.button("Comment", key="flux_comment", shortcut="N", on_click=action_form.start, args=(COMMENT,))
    if action_form.current_action() == COMMENT:
        _draw_form(marts, actor, entity, period, chosen)
    lines = [_line(marts, key, row) for key, row in rows.items()]
    figures_table(TABLE, Grid("Unusual figures", COLUMNS, lines), selection=row_selection.of_page(TABLE, list(rows)))


def _line(marts: Marts, key: str, row: Row) -> TableRow:
    scale = marts.scale(row["currency"])
    said = f"{row['comment']} ({row['commented_by']})" if row["comment"] else figures.NONE
    amounts = (row["amount"], row["prior_period"], row["expected_low"], row["expected_high"])
    written = [figures.amount(amount, scale) for amount in amounts]
    return TableRow(
        [f"{row['account_code']} {row['account_name']}", row["book"], *written, row["currency"], said], id=key
    )


def _draw_form(marts: Marts, actor: str, entity: str, period: str, chosen: Sequence[str]) -> None:
    if not chosen:
        action_form.cancel()
        result_message.draw_refusals(["Tick the figures that you mean."])
        return

    def fields() -> dict[str, Any]:
        return {}

    def send(reason: str, _answers: dict[str, Any]) -> Sequence[str]:
        if not actor or not reason:
            return [NO_ACTOR if not actor else "say why the figure is as it is"]
        with close_session(marts, entity, actor) as session:
            for each in chosen:
                book, _, account = each.partition("|")
                comment_flux(session, period, account, reason, book)
        counted = figures.counted(len(chosen), "figure")
        result_message.keep(f"{counted}: commented by {actor}; the next run counts it", ())
        row_selection.clear(TABLE)
        return ()

    title = f"Comment: {figures.counted(len(chosen), 'figure')}"
    action_form.draw(action_form.ActionForm(title, f"Comment as {actor or '…'}", True, fields, send))  # noqa: FBT003 - needs a reason
