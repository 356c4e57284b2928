"""Reports: any report as it is printed, and the same one as a file."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import streamlit as st

from dashboards.components import markup, states
from dashboards.components.table import Column, Grid, LineStyle, TableRow, figures_table
from dashboards.marts import Marts
from dashboards.queries import reports
from dashboards.queries.reports import Scope
from reporting.printing import Cell, Document, Kind, Weight, display_table, display_text, rows_digest
from reporting.printing.files import FORMATS, printed
from reporting.reports import Report
from tieout import figures
from tieout.errors import InputError

PAPER_REM = 90  # a statement is read whole: its last total must not hide below an edge
MOST_ROWS = 1000
INDENT = "\N{EM SPACE}"
STYLES: dict[Weight, LineStyle] = {
    Weight.LINE: "row",
    Weight.HEADING: "section",
    Weight.SUBTOTAL: "subtotal",
    Weight.TOTAL: "total",
}
MIMES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading("Reports", "What is handed out: the figures of this run, on the screen and in files alike.")
    scopes = reports.scopes(marts)
    if not scopes:
        states.calm("No journals yet", "Post or import journals, then run `tieout run`: the reports follow from them.")
        return
    report, scope, basis = _choose(marts, scopes)
    try:
        document = reports.document(marts, report, scope, basis)
    except InputError as error:
        states.calm("Nothing to report", str(error))
        return
    _downloads(report, scope, document)
    _title(document)
    table = display_table(document.tables[0])
    columns = [Column(column.heading, "figure" if _is_figure(column.kind) else "text") for column in table.columns]
    lines = [
        TableRow(_cells(row.cells, [column.kind for column in table.columns], row.indent), style=STYLES[row.weight])
        for row in table.rows[:MOST_ROWS]
    ]
    figures_table("report_table", Grid(document.head.title, columns, lines, PAPER_REM))
    markup.shown_of(len(lines), len(table.rows), "rows; the files have all")


def _choose(marts: Marts, scopes: Sequence[Scope]) -> tuple[Report, Scope, str]:
    listed = {report.name: report for report in reports.listed()}
    names = {each.id: f"{each.name} ({each.id})" for each in marts.workspace.config.entities}
    names |= {group.id: f"{group.name} ({group.id}), consolidated" for group in marts.workspace.config.groups}
    first, second, third, fourth, fifth = st.columns([3, 3, 2, 2, 2])
    name = first.selectbox(
        "Report", list(listed), format_func=lambda key: listed[key].title, key="report", bind="query-params"
    )
    entity = second.selectbox(
        "Entity",
        list(dict.fromkeys(scope.entity for scope in scopes)),
        format_func=lambda key: names.get(key, key),
        key="entity",
        bind="query-params",
    )
    books = list(dict.fromkeys(scope.book for scope in scopes if scope.entity == entity))
    book = third.selectbox("Book", books, key="book", bind="query-params")
    periods = [scope.period for scope in scopes if scope.entity == entity and scope.book == book]
    period = fourth.selectbox("Period", periods, key="period", bind="query-params")
    scope = Scope(str(entity), str(book), str(period))
    bases = reports.bases(marts, scope) or ["functional"]
    basis = fifth.selectbox("Basis", bases, format_func=figures.word, key="basis", bind="query-params")
    return listed[str(name)], scope, str(basis)


def _downloads(report: Report, scope: Scope, document: Document) -> None:
    with st.container(horizontal=True, key="report_files"):
        for suffix in FORMATS:
            st.download_button(
                suffix.removeprefix(".").upper(),
                data=partial(printed, document, suffix),
                file_name=f"{report.name}-{scope.entity}-{scope.period}{suffix}",
                mime=MIMES[suffix],
                icon=":material/download:",
                on_click="ignore",
                key=f"download_{suffix}",
            )


def _title(document: Document) -> None:
    head, table = document.head, document.tables[0]
    facts = " · ".join(f"{name} {value}" for name, value in head.facts()[1:] if value)
    counted = figures.counted(len(table.rows), "row")
    markup.section_heading(f"{head.entity}: {head.title.lower()}", f"{facts} · {counted} · sha256 {rows_digest(table)}")


def _is_figure(kind: Kind) -> bool:
    return kind in {Kind.NUMBER, Kind.PERCENT}


def _cells(cells: Sequence[Cell], kinds: Sequence[Kind], indent: int) -> list[str]:
    written = [_cell(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
    return [INDENT * indent + written[0], *written[1:]]


def _cell(cell: Cell, kind: Kind) -> str:
    """A cell as the dashboard writes figures: a true minus sign, no parentheses."""
    if isinstance(cell, Decimal) and kind is Kind.NUMBER:
        return figures.amount(cell, max(0, -int(cell.as_tuple().exponent)))
    return display_text(cell, kind)
