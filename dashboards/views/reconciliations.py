"""Reconciliations: the proof of one reconciliation in one currency, and what it rests on."""

from collections.abc import Sequence

import streamlit as st

from dashboards import navigation
from dashboards.components import markup, states
from dashboards.components.proof_badge import proof_badge
from dashboards.components.table import Badge, Column, Grid, LineStyle, TableRow, figures_table
from dashboards.components.waterfall import Explanation, steps_of, waterfall
from dashboards.marts import Marts, Row
from dashboards.queries import reconciliations
from tieout import figures

ROWS = 100


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading(
        "Reconciliations", "The proof that two sides agree, and an account of every cent that does not."
    )
    rows = reconciliations.summaries(marts)
    if not rows:
        states.calm("No reconciliations", "Add one under 'reconciliations:' in tieout.yml, then run `tieout run`.")
        return
    row = _choose(rows)
    _status(row)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        markup.section_heading("Waterfall", f"{row['currency']}, as of {figures.day(row['as_of'])}.")
        _waterfall(marts, row)
    with right:
        markup.section_heading("Proof", "Left less right, explained to the last cent.")
        _equation(marts, row)
    _passes(marts, row)
    _in_transit(marts, row)
    _matches(marts, row)


def _choose(rows: Sequence[Row]) -> Row:
    names = list(dict.fromkeys(row["reconciliation"] for row in rows))
    left, right, _ = st.columns([2, 1, 4])
    name = left.selectbox("Reconciliation", names, key="reconciliation", bind="query-params")
    own = {row["currency"]: row for row in rows if row["reconciliation"] == name}
    code = right.selectbox("Currency", list(own), key="currency", bind="query-params")
    return own[code]


def _status(row: Row) -> None:
    badge = proof_badge(row)
    sides = (
        f"{figures.count(row[f'matched_items_{side}'])} of {figures.count(row[f'{side}_items'])} {side}"
        for side in ("left", "right")
    )
    markup.banner(
        badge.tone,
        badge.text.capitalize(),
        [
            ("Matched", ", ".join(sides)),
            ("Proposed", figures.count(row["proposed"])),
            ("In transit", figures.count(row["in_transit_items"])),
            ("Normal lag", figures.days(row["expected_lag_days"])),
        ],
    )
    if row["exceptions"]:
        st.button(
            "Look at the exceptions",
            icon=":material/flag:",
            on_click=navigation.go_to,
            args=("exceptions",),
            kwargs={"in": row["reconciliation"], "ccy": row["currency"]},
        )


def _waterfall(marts: Marts, row: Row) -> None:
    explanations = [
        Explanation("In transit", "transit", row["in_transit"]),
        Explanation("Match differences", "difference", row["match_difference"]),
        Explanation("Exceptions", "exception", row["exceptions_total"]),
    ]
    scale = marts.scale(row["currency"])
    waterfall(steps_of(row["left_total"], row["matched_left"], explanations, row["right_total"], scale))


def _equation(marts: Marts, row: Row) -> None:
    scale = marts.scale(row["currency"])

    def line(label: str, column: str, items: str | None = None, style: LineStyle = "row") -> TableRow:
        number = figures.count(row[items]) if items else ""
        return TableRow([label, number, figures.amount(row[column], scale)], style=style)

    lines = [
        line("Left total", "left_total", "left_items"),
        line("less right total", "right_total", "right_items"),
        line("Difference to explain", "difference", style="subtotal"),
        line("In transit, left less right", "in_transit", "in_transit_items"),
        line("Differences inside matches", "match_difference"),
        line("Exceptions, left less right", "exceptions_total", "exceptions"),
        line("Unexplained", "unexplained", style="total"),
    ]
    columns = [Column("Term"), Column("Items", "figure"), Column(f"Amount, {row['currency']}", "figure")]
    figures_table("proof", Grid("The proof as an equation", columns, lines))


def _passes(marts: Marts, row: Row) -> None:
    markup.section_heading("Matches by pass", "Which rule found them; a proposed match waits for a person.")
    rows = reconciliations.passes(marts, row["reconciliation"], row["currency"])
    if not rows:
        states.calm("No matches", "Nothing of this reconciliation is matched in this currency.")
        return
    scale = marts.scale(row["currency"])
    lines = [
        TableRow(
            [
                figures.word(found["pass"]),
                _status_badge(found["status"]),
                figures.count(found["matches"]),
                figures.amount(found["difference"], scale),
            ]
        )
        for found in rows
    ]
    columns = [Column("Pass"), Column("Status"), Column("Matches", "figure"), Column("Differences inside", "figure")]
    figures_table("passes", Grid("Matches by pass", columns, lines))


def _status_badge(status: str) -> Badge:
    return Badge(status, "good" if status == "confirmed" else "warn")


def _in_transit(marts: Marts, row: Row) -> None:
    rows = reconciliations.in_transit(marts, row["reconciliation"], row["currency"], ROWS)
    markup.section_heading("In transit", "Unmatched, but still within the normal lag: not an exception yet.")
    if not rows:
        states.calm("Nothing in transit", "No item of this reconciliation is waiting for its counterpart.")
        return
    scale = marts.scale(row["currency"])
    lines = [
        TableRow(
            [
                figures.text(item["reference"]),
                item["side"],
                item["source"],
                item["line_ref"],
                figures.text(item["description"]),
                figures.day(item["date"]),
                figures.day(item["expected_by"]),
                figures.amount(item["amount"], scale),
            ],
            id=item["reference"] or item["line_ref"],
        )
        for item in rows
    ]
    columns = [
        Column("Reference"),
        Column("Side"),
        Column("Source"),
        Column("Line", "code"),
        Column("Description"),
        Column("Date", "date"),
        Column("Expected by", "date"),
        Column("Amount", "figure"),
    ]
    figures_table("in_transit", Grid("Items in transit", columns, lines), on_pick=_trace)
    markup.shown_of(len(rows), rows[0]["total"], "items")


def _matches(marts: Marts, row: Row) -> None:
    with st.expander("Matches, one by one"):
        rows = reconciliations.matches(marts, row["reconciliation"], row["currency"], ROWS)
        scale = marts.scale(row["currency"])
        lines = [
            TableRow(
                [
                    figures.short_id(found["match_id"]),
                    _status_badge(found["status"]),
                    figures.word(found["pass"]),
                    found["reason"],
                    figures.amount(found["left_amount"], scale),
                    figures.amount(found["right_amount"], scale),
                    figures.amount(found["difference"], scale),
                ],
                id=found["match_id"],
            )
            for found in rows
        ]
        columns = [
            Column("Match"),
            Column("Status"),
            Column("Pass"),
            Column("Reason"),
            Column("Left", "figure"),
            Column("Right", "figure"),
            Column("Difference", "figure"),
        ]
        figures_table("matches", Grid("Matches", columns, lines), on_pick=_trace)
        total = sum(found["matches"] for found in reconciliations.passes(marts, row["reconciliation"], row["currency"]))
        markup.shown_of(len(rows), total, "matches")


def _trace(picked: str) -> None:
    navigation.go_to("trace", reference=picked)
