"""The journal lines behind a figure of a statement."""

from collections.abc import Sequence

import streamlit as st

from dashboards import navigation
from dashboards.components import markup
from dashboards.components.table import Column, Grid, TableRow, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import statements
from dashboards.queries.reports import Scope
from tieout import figures

ROWS = 200


def draw_lines(marts: Marts, scope: Scope, drill: statements.Drill) -> None:
    """Draw the newest lines, how many there are, and their sum: the figure that was selected."""
    total = statements.lines_total(marts, scope, drill)
    rows = statements.lines(marts, scope, drill, ROWS)
    until = "up to" if drill.cumulative else "in"
    head, close = st.columns([6, 1], vertical_alignment="bottom")
    with head:
        which = f"{figures.counted(total['lines'], 'line')} {until} {figures.period(scope.period)}."
        markup.section_heading(f"Lines of account {drill.account}", f"{which} {_sum(marts, rows, total, drill)}")
    close.button("Close", icon=":material/close:", on_click=_close, width="stretch")
    if not rows:
        return
    columns = [
        Column("Journal"),
        Column("Date", "date"),
        Column("Reference"),
        Column("Description"),
        Column("Counterparty"),
        Column("Debit", "figure"),
        Column("Credit", "figure"),
        Column("Currency"),
    ]
    grid = Grid(f"Journal lines of account {drill.account}", columns, [_line(marts, row) for row in rows])
    figures_table("journal_lines", grid, on_pick=_trace)
    markup.shown_of(len(rows), total["lines"], "lines, the newest first")


def _sum(marts: Marts, rows: Sequence[Row], total: Row, drill: statements.Drill) -> str:
    """Their sum: in the account's own currency where the figure is in one, else in the entity's functional currency."""
    if not rows:
        return ""
    column, currency = ("amount", drill.currency) if drill.currency else ("base_amount", rows[0]["base_currency"])
    return f"Debit less credit: {figures.amount(total[column], marts.scale(currency))} {currency}."


def _line(marts: Marts, row: Row) -> TableRow:
    scale = marts.scale(row["currency"])
    return TableRow(
        cells=[
            row["journal_id"],
            figures.day(row["effective_date"]),
            figures.text(row["reference"]),
            figures.text(row["description"]),
            figures.text(row["counterparty"]),
            figures.amount(row["debit"], scale) if row["debit"] else "",
            figures.amount(row["credit"], scale) if row["credit"] else "",
            row["currency"],
        ],
        id=row["journal_id"],
    )


def _trace(journal_id: str) -> None:
    navigation.go_to("trace", reference=journal_id)


def _close() -> None:
    del st.query_params["account"]
