"""Exceptions: what does not agree, why, and what to do about it."""

import streamlit as st

from dashboards import figures, judgement
from dashboards.components import markup, states
from dashboards.components.table import Badge, Column, Grid, Line, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import exceptions, overview
from dashboards.views.exception_case import draw_case

ROWS = 50
SEVERITIES = ("critical", "high", "medium", "low")
SELECTED = "exception"
TABLE_REM = 24  # leaves the selected case in sight below the table


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading(
        "Exceptions", "Items that a person must look at, each with its reason and its nearest candidates."
    )
    if exceptions.found(marts, exceptions.Filter()) == 0:
        states.calm("Everything ties out", "Every item is matched or in transit. There is nothing to do here.")
        return
    wanted, order = _filters(marts)
    found = exceptions.found(marts, wanted)
    _summary(marts, wanted, found)
    if found == 0:
        states.calm("Nothing found", "No exception fits these filters: take one away.")
    else:
        _table(marts, wanted, order, found)
    selected = st.query_params.get(SELECTED)
    if selected:
        _case(marts, selected)


def _filters(marts: Marts) -> tuple[exceptions.Filter, str]:
    known = exceptions.choices(marts)
    first = st.columns([3, 3, 3, 2])
    within = first[0].multiselect(
        "Reconciliation",
        known["reconciliations"],
        key="in",
        bind="query-params",
        on_change=_first_page,
        placeholder="All",
    )
    types = first[1].multiselect(
        "Type",
        known["types"],
        format_func=figures.word,
        key="type",
        bind="query-params",
        on_change=_first_page,
        placeholder="All",
    )
    severities = first[2].multiselect(
        "Severity", SEVERITIES, key="severity", bind="query-params", on_change=_first_page, placeholder="All"
    )
    currencies = first[3].multiselect(
        "Currency", known["currencies"] or [], key="ccy", bind="query-params", on_change=_first_page, placeholder="All"
    )
    second = st.columns([6, 3, 2])
    text = second[0].text_input(
        "Search",
        key="q",
        bind="query-params",
        on_change=_first_page,
        placeholder="Reference, line, counterparty, description or reason",
    )
    age = second[1].selectbox(
        "Age",
        list(exceptions.AGES),
        index=None,
        key="age",
        bind="query-params",
        on_change=_first_page,
        placeholder="Any age",
    )
    order = second[2].selectbox(
        "Sort by", list(exceptions.ORDERS), key="sort", bind="query-params", on_change=_first_page
    )
    return exceptions.Filter(within, types, severities, currencies, age, text), order


def _first_page() -> None:
    """Another filter finds other rows: start again at their first page."""
    if "page" in st.session_state:
        st.session_state["page"] = 1


def _summary(marts: Marts, wanted: exceptions.Filter, found: int) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        said = f"<strong>{figures.counted(found, 'exception')}</strong> found. Select one to see both sides."
        markup.show(f'<p class="tie-note" role="status">{said}</p>')
    right.download_button(
        "Export as CSV",
        data=lambda: exceptions.export(marts, wanted),
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


def _table(marts: Marts, wanted: exceptions.Filter, order: str, found: int) -> None:
    pages = -(-found // ROWS)
    place = st.container()  # the table stands above the page numbers that choose what it shows
    number = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    rows = exceptions.page(marts, wanted, order, ROWS, (number - 1) * ROWS)
    columns = [
        Column("Exception"),
        Column("Severity"),
        Column("Type"),
        Column("Reconciliation"),
        Column("Side"),
        Column("Reference"),
        Column("Counterparty"),
        Column("Date", "date"),
        Column("Age, days", "figure"),
        Column("Amount", "figure"),
        Column("Currency"),
    ]
    grid = Grid("Exceptions", columns, [_line(marts, row) for row in rows])
    with place:
        figures_table(
            "exceptions_table", grid, picked=st.query_params.get(SELECTED), on_pick=_select, height_rem=TABLE_REM
        )


def _line(marts: Marts, row: Row) -> Line:
    return Line(
        cells=[
            figures.short_id(row["exception_id"]),
            Badge(row["severity"], judgement.SEVERITY_TONES.get(row["severity"], "plain")),
            figures.word(row["type"]),
            figures.text(row["reconciliation"]),
            figures.text(row["side"]),
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


def _case(marts: Marts, exception_id: str) -> None:
    exception = exceptions.one(marts, exception_id)
    if exception is None:
        states.calm(f"{exception_id} is not open", "It was resolved, or belongs to another version of the marts.")
        return
    draw_case(marts, exception)
