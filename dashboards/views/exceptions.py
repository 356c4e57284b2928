"""Exceptions: what does not agree, why, and all that a person can do about it."""

import streamlit as st

from dashboards import kpi_thresholds
from dashboards.casework.actor import actor_field
from dashboards.casework.live_casework import LiveCasework, live_casework
from dashboards.components import markup, result_message, row_selection, states
from dashboards.components.table import Badge, Column, Grid, TableRow, Tone, figures_table
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
        actor = actor_field()
    live = live_casework(marts)
    if live.trouble:
        states.calm("Casework cannot be read", f"{live.trouble}. Statuses are those of the publication.")
    criteria, order = filters(marts, live)
    found = exceptions.found(marts, live, criteria)
    result_message.draw()
    _summary(marts, live, criteria, found)
    opened = st.query_params.get(SELECTED)
    action_bar(marts, live, actor, row_selection.selected(TABLE) or ([opened] if opened else []))
    if found == 0:
        states.calm("Nothing found", "No exception fits these filters: take one away.")
    else:
        _table(marts, live, criteria, order, found)
    if opened:
        _case(marts, live, opened)


def _summary(marts: Marts, live: LiveCasework, criteria: exceptions.Filter, found: int) -> None:
    chosen = len(row_selection.selected(TABLE))
    left, middle, right = st.columns([4, 2, 1], vertical_alignment="center")
    said = f"<strong>{figures.counted(found, 'exception')}</strong> found"
    said += f", <strong>{figures.count(chosen)}</strong> chosen." if chosen else "."
    with left:
        markup.show(f'<p class="tie-note" role="status">{said}</p>')
    with middle, st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            f"Choose all {figures.count(found)}",
            on_click=lambda: row_selection.select(TABLE, exceptions.found_ids(marts, live, criteria)),
            disabled=chosen == found,
        )
        st.button("Choose none", on_click=row_selection.clear, args=(TABLE,), disabled=not chosen)
    right.download_button(
        "Export as CSV",
        data=lambda: exceptions_file.export(marts, live, criteria),
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


def _table(marts: Marts, live: LiveCasework, criteria: exceptions.Filter, order: str, found: int) -> None:
    pages = -(-found // ROWS)
    place = st.container()  # the table stands above the page numbers that choose what it shows
    number = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    rows = exceptions.page(marts, live, criteria, exceptions.Slice(order, ROWS, (number - 1) * ROWS))
    opened = st.query_params.get(SELECTED)
    height = TABLE_REM_BESIDE_A_CASE if opened else TABLE_REM
    grid = Grid("Exceptions", COLUMNS, [_line(marts, row) for row in rows], height)
    with place:
        figures_table(
            TABLE,
            grid,
            picked=opened,
            on_pick=_select,
            selection=row_selection.of_page(TABLE, [row["exception_id"] for row in rows]),
        )
        markup.show(f'<p class="tie-keys">{KEYS}</p>')


def _line(marts: Marts, row: Row) -> TableRow:
    return TableRow(
        cells=[
            figures.short_id(row["exception_id"]),
            Badge(row["severity"], kpi_thresholds.SEVERITY_TONES.get(row["severity"], "plain")),
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
    result_message.discard()


def _case(marts: Marts, live: LiveCasework, exception_id: str) -> None:
    exception = exceptions.one(marts, live, exception_id)
    if exception is None:
        states.calm(f"{exception_id} is not open", "It was resolved, or belongs to another version of the marts.")
        draw_history(marts, exception_id)
        return
    draw_case(marts, exception)
