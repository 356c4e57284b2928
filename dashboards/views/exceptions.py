"""Exceptions: what does not agree, why, and all that a person can do about it."""

import streamlit as st

from dashboards import judgement
from dashboards.casework.now import Now, now
from dashboards.casework.who import acting
from dashboards.components import markup, states, ticks, told
from dashboards.components.table import Badge, Column, Grid, Line, Tone, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import exceptions, exceptions_file, overview
from dashboards.views.action_bar import action_bar
from dashboards.views.case_history import draw_history
from dashboards.views.exception_case import draw_case
from dashboards.views.exception_filters import TABLE, filters
from tieout import figures

ROWS = 50
SELECTED = "exception"
TABLE_REM = 24
TABLE_REM_BESIDE_A_CASE = 15  # leaves the opened case in sight below the table
STATUS_TONES: dict[str, Tone] = {"pending_approval": "warn", "reopened": "bad", "resolved": "good"}
KEYS = "Keys: arrows move, Space ticks, Shift with arrows ticks on the way, Enter opens; letters act on what is ticked."
COLUMNS = (
    Column("Exception"),
    Column("Severity"),
    Column("Status"),
    Column("Assigned to"),
    Column("Type"),
    Column("Reconciliation"),
    Column("Reference"),
    Column("Counterparty"),
    Column("Date", "date"),
    Column("Age, days", "figure"),
    Column("Amount", "figure"),
    Column("Currency"),
)


def draw(marts: Marts) -> None:
    """Draw the page."""
    title, name = st.columns([5, 1], vertical_alignment="bottom")
    with title:
        markup.page_heading(
            "Exceptions", "Items that a person must look at, each with its reason and its nearest candidates."
        )
    if exceptions.published(marts) == 0:
        states.calm("Everything ties out", "Every item is matched or in transit. There is nothing to do here.")
        return
    with name:
        who = acting()
    standing = now(marts)
    if standing.trouble:
        states.calm("Casework cannot be read", f"{standing.trouble}. Statuses are those of the publication.")
    wanted, order = filters(marts, standing)
    found = exceptions.found(marts, standing, wanted)
    told.show_told()
    _summary(marts, standing, wanted, found)
    opened = st.query_params.get(SELECTED)
    action_bar(marts, standing, who, ticks.ticked(TABLE) or ([opened] if opened else []))
    if found == 0:
        states.calm("Nothing found", "No exception fits these filters: take one away.")
    else:
        _table(marts, standing, wanted, order, found)
    if opened:
        _case(marts, standing, opened)


def _summary(marts: Marts, standing: Now, wanted: exceptions.Filter, found: int) -> None:
    chosen = len(ticks.ticked(TABLE))
    left, middle, right = st.columns([4, 2, 1], vertical_alignment="center")
    said = f"<strong>{figures.counted(found, 'exception')}</strong> found"
    said += f", <strong>{figures.count(chosen)}</strong> chosen." if chosen else "."
    with left:
        markup.show(f'<p class="tie-note" role="status">{said}</p>')
    with middle, st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            f"Choose all {figures.count(found)}",
            on_click=lambda: ticks.tick(TABLE, exceptions.found_ids(marts, standing, wanted)),
            disabled=chosen == found,
        )
        st.button("Choose none", on_click=ticks.clear, args=(TABLE,), disabled=not chosen)
    right.download_button(
        "Export as CSV",
        data=lambda: exceptions_file.export(marts, standing, wanted),
        file_name=_file_name(marts, found),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        disabled=found == 0,
        width="stretch",
    )


def _file_name(marts: Marts, found: int) -> str:
    run = overview.run(marts)
    origin = f"as-of-{run['as_of']}_run-{run['run_id']}_" if run else ""
    return f"exceptions_{origin}{found}-rows.csv"


def _table(marts: Marts, standing: Now, wanted: exceptions.Filter, order: str, found: int) -> None:
    pages = -(-found // ROWS)
    place = st.container()  # the table stands above the page numbers that choose what it shows
    number = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    rows = exceptions.page(marts, standing, wanted, exceptions.Slice(order, ROWS, (number - 1) * ROWS))
    opened = st.query_params.get(SELECTED)
    height = TABLE_REM_BESIDE_A_CASE if opened else TABLE_REM
    grid = Grid("Exceptions", COLUMNS, [_line(marts, row) for row in rows], height)
    with place:
        figures_table(
            TABLE,
            grid,
            picked=opened,
            on_pick=_select,
            ticks=ticks.ticks_of(TABLE, [row["exception_id"] for row in rows]),
        )
        markup.show(f'<p class="tie-keys">{KEYS}</p>')


def _line(marts: Marts, row: Row) -> Line:
    return Line(
        cells=[
            figures.short_id(row["exception_id"]),
            Badge(row["severity"], judgement.SEVERITY_TONES.get(row["severity"], "plain")),
            Badge(figures.word(row["status"]), STATUS_TONES.get(row["status"], "plain")),
            row["assignee"] or "",
            figures.word(row["type"]),
            figures.text(row["reconciliation"]),
            figures.text(row["reference"] or row["line_ref"]),
            figures.text(row["counterparty"]),
            figures.day(row["date"]),
            figures.count(row["age_days"]),
            figures.amount(row["amount"], marts.scale(row["currency"])) if row["currency"] else figures.NONE,
            row["currency"] or "",
        ],
        id=row["exception_id"],
    )


def _select(exception_id: str) -> None:
    st.query_params[SELECTED] = exception_id
    told.forget()


def _case(marts: Marts, standing: Now, exception_id: str) -> None:
    exception = exceptions.one(marts, standing, exception_id)
    if exception is None:
        states.calm(f"{exception_id} is not open", "It was resolved, or belongs to another version of the marts.")
        draw_history(marts, exception_id)
        return
    draw_case(marts, exception)
