"""Trace: one payment from the book to the bank, in one story."""

from collections.abc import Sequence

import streamlit as st

from dashboards import kpi_thresholds, navigation
from dashboards.components import markup, row_selection, states
from dashboards.components.table import Badge, Column, Grid, TableRow, figures_table
from dashboards.marts import Marts, Row
from dashboards.views.unmatch_bar import unmatch_bar
from tieout import figures, tracing

MATCHES = "trace_matches"


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading("Trace", "Where one payment went: book, statement, match, and what is still open.")
    text = st.text_input(
        "Reference",
        key="reference",
        bind="query-params",
        placeholder="A reference, journal, line, match or exception, exactly as it stands in the book or statement",
        on_change=row_selection.clear,
        args=(MATCHES,),
    ).strip()
    if not text:
        states.calm("Nothing to trace yet", "Type a reference, or select a line on any other page.")
        return
    story = (
        ("In the book", marts.rows(tracing.JOURNAL_LINES, text=text), _journals),
        ("On statements", marts.rows(tracing.STATEMENT_LINES, text=text), _statements),
        ("Matches", marts.rows(tracing.MATCHES, text=text), _matches),
        ("Exceptions", marts.rows(tracing.EXCEPTIONS, text=text), _exceptions),
    )
    if not any(rows for _, rows, _ in story):
        states.calm(
            f"Nothing carries '{text}'",
            "The trace looks for the whole text: check prefixes such as ch_ or po_.",
        )
        return
    for number, (title, rows, draw_rows) in enumerate(story, start=1):
        markup.section_heading(f"{number}. {title}", _how_many(rows))
        if rows:
            draw_rows(marts, rows)


def _how_many(rows: Sequence[Row]) -> str:
    if not rows:
        return "None."
    if len(rows) == tracing.ROWS:
        return f"The first {tracing.ROWS} lines."
    return f"{figures.counted(len(rows), 'line')}."


def _journals(marts: Marts, rows: Sequence[Row]) -> None:
    columns = [
        Column("Journal"),
        Column("Date", "date"),
        Column("Entity"),
        Column("Account"),
        Column("Reference"),
        Column("Description"),
        Column("Debit", "figure"),
        Column("Credit", "figure"),
        Column("Currency"),
    ]
    lines = [
        TableRow(
            [
                row["journal_id"],
                figures.day(row["effective_date"]),
                row["entity_id"],
                f"{row['account_code']} {row['account_name']}",
                figures.text(row["reference"]),
                figures.text(row["description"]),
                _money(marts, row, "debit") if row["debit"] else "",
                _money(marts, row, "credit") if row["credit"] else "",
                row["currency"],
            ]
        )
        for row in rows
    ]
    figures_table("trace_journals", Grid("Journal lines", columns, lines))


def _statements(marts: Marts, rows: Sequence[Row]) -> None:
    columns = [
        Column("Line"),
        Column("Source"),
        Column("Date", "date"),
        Column("Reference"),
        Column("Description"),
        Column("File", "code"),
        Column("Row", "figure"),
        Column("Amount", "figure"),
        Column("Currency"),
    ]
    lines = [
        TableRow(
            [
                row["line_ref"],
                row["source"],
                figures.day(row["date"]),
                figures.text(row["reference"]),
                figures.text(row["description"]),
                figures.short_id(figures.text(row["file_id"])),
                str(row["line_no"]),
                _money(marts, row, "amount"),
                row["currency"],
            ]
        )
        for row in rows
    ]
    figures_table("trace_statements", Grid("Statement lines", columns, lines))


def _matches(marts: Marts, rows: Sequence[Row]) -> None:
    columns = [
        Column("Match"),
        Column("Status"),
        Column("Reconciliation"),
        Column("Pass"),
        Column("Items", "figure"),
        Column("Reason"),
        Column("Difference", "figure"),
        Column("Currency"),
    ]
    lines = [
        TableRow(
            [
                figures.short_id(row["match_id"]),
                Badge(row["status"], "good" if row["status"] == "confirmed" else "warn"),
                row["reconciliation"],
                figures.word(row["pass"]),
                figures.count(row["items"]),
                row["reason"],
                _money(marts, row, "difference"),
                row["currency"],
            ],
            id=row["match_id"] if row["status"] == "confirmed" else None,
        )
        for row in rows
    ]
    figures_table(
        MATCHES,
        Grid("Matches", columns, lines),
        on_pick=_trace,
        selection=row_selection.of_page(MATCHES, [row["match_id"] for row in rows]),
    )
    unmatch_bar(marts, MATCHES)


def _exceptions(marts: Marts, rows: Sequence[Row]) -> None:
    columns = [
        Column("Exception"),
        Column("Severity"),
        Column("Type"),
        Column("Reconciliation"),
        Column("Why"),
        Column("Amount", "figure"),
        Column("Currency"),
    ]
    lines = [
        TableRow(
            [
                figures.short_id(row["exception_id"]),
                Badge(row["severity"], kpi_thresholds.SEVERITY_TONES.get(row["severity"], "plain")),
                figures.word(row["type"]),
                figures.text(row["reconciliation"]),
                figures.text(row["context"]),
                _money(marts, row, "amount") if row["currency"] else figures.NONE,
                row["currency"] or "",
            ],
            id=row["exception_id"],
        )
        for row in rows
    ]
    figures_table("trace_exceptions", Grid("Exceptions", columns, lines), on_pick=_open_exception)


def _trace(match_id: str) -> None:
    st.session_state["reference"] = match_id


def _money(marts: Marts, row: Row, column: str) -> str:
    return figures.amount(row[column], marts.scale(row["currency"]))


def _open_exception(exception_id: str) -> None:
    navigation.go_to("exceptions", exception=exception_id)
