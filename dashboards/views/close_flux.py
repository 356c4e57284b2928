"""Figures that left their expected range, and what people say of them."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboards.casework.bulk import NOBODY
from dashboards.closing.now import at_desk
from dashboards.components import asking, markup, ticks, told
from dashboards.components.table import Column, Grid, Line, figures_table
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


def draw(marts: Marts, who: str, entity: str, period: str) -> None:
    """Draw the figures outside their range; ticked ones can be explained together."""
    rows = {f"{row['book']}|{row['account_code']}": row for row in close.flux(marts, entity, period)}
    if not rows:
        return
    markup.section_heading("Unusual figures", "Outside the range of the periods before. Tick them to say why.")
    chosen = [each for each in ticks.ticked(TABLE) if each in rows]
    st.button("Comment", key="flux_comment", shortcut="N", on_click=asking.start, args=(COMMENT,))
    if asking.current() == COMMENT:
        _ask(marts, who, (entity, period), chosen)
    lines = [_line(marts, key, row) for key, row in rows.items()]
    figures_table(TABLE, Grid("Unusual figures", COLUMNS, lines), ticks=ticks.ticks_of(TABLE, list(rows)))


def _line(marts: Marts, key: str, row: Row) -> Line:
    scale = marts.scale(row["currency"])
    said = f"{row['comment']} ({row['commented_by']})" if row["comment"] else figures.NONE
    amounts = (row["amount"], row["prior_period"], row["expected_low"], row["expected_high"])
    written = [figures.amount(amount, scale) for amount in amounts]
    return Line([f"{row['account_code']} {row['account_name']}", row["book"], *written, row["currency"], said], id=key)


def _ask(marts: Marts, who: str, whose: tuple[str, str], chosen: Sequence[str]) -> None:
    if not chosen:
        asking.stop()
        told.show_refused(["Tick the figures that you mean."])
        return
    entity, period = whose

    def fields() -> dict[str, Any]:
        return {}

    def send(why: str, _answers: dict[str, Any]) -> Sequence[str]:
        if not who or not why:
            return [NOBODY if not who else "say why the figure is as it is"]
        with at_desk(marts, entity, who) as desk:
            for each in chosen:
                book, _, account = each.partition("|")
                comment_flux(desk, period, account, why, book)
        counted = figures.counted(len(chosen), "figure")
        told.tell(f"{counted}: commented by {who}; the next run counts it", ())
        ticks.clear(TABLE)
        return ()

    title = f"Comment: {figures.counted(len(chosen), 'figure')}"
    asking.draw_form(asking.Form(title, f"Comment as {who or '…'}", True, fields, send))  # noqa: FBT003 - needs a reason
