"""Statements: trial balance, profit and loss, balance sheet; any figure opens the journal lines behind it."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components import markup, states
from dashboards.components.table import Grid, figures_table
from dashboards.marts import Marts
from dashboards.queries import statements
from dashboards.queries.reports import Scope, book_scopes
from dashboards.views import statement_grids
from dashboards.views.journal_lines import draw_lines
from tieout import figures

TRIAL_BALANCE, INCOME, POSITION = "Trial balance", "Profit and loss", "Balance sheet"
SELECTED = "account"
STATEMENT_REM = 90  # a statement is read whole: its last total must not hide below an edge


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading(
        "Statements", "The book as financial statements. Select an account to see the lines behind its figure."
    )
    scopes = book_scopes(marts)
    if not scopes:
        states.calm(
            "No journals yet", "Post or import journals, then run `tieout run`: the statements follow from them."
        )
        return
    scope = _choose(marts, scopes)
    kind = st.segmented_control(
        "Statement",
        [TRIAL_BALANCE, INCOME, POSITION],
        default=TRIAL_BALANCE,
        required=True,
        key="statement",
        bind="query-params",
        label_visibility="collapsed",
    )
    grid, incomplete = _grid(marts, scope, str(kind))
    _title(marts, scope, str(kind), incomplete=incomplete)
    selected = _selected(grid, st.query_params.get(SELECTED, ""))
    tall = grid._replace(height_rem=STATEMENT_REM)
    figures_table("statement_table", tall, picked=selected, on_pick=_select)
    if selected:
        code, _, currency = selected.partition("|")
        draw_lines(marts, scope, statements.Drill(code, currency or None, cumulative=kind == POSITION))


def _choose(marts: Marts, scopes: Sequence[Scope]) -> Scope:
    names = {entity.id: f"{entity.name} ({entity.id})" for entity in marts.workspace.config.entities}
    first, second, third, _ = st.columns([3, 2, 2, 3])
    entity = first.selectbox(
        "Entity",
        list(dict.fromkeys(s.entity for s in scopes)),
        format_func=lambda key: names.get(key, key),
        key="entity",
        bind="query-params",
    )
    books = list(dict.fromkeys(s.book for s in scopes if s.entity == entity))
    book = second.selectbox("Book", books, key="book", bind="query-params")
    periods = [s.period for s in scopes if s.entity == entity and s.book == book]
    period = third.selectbox("Period", periods, key="period", bind="query-params")
    return Scope(str(entity), str(book), str(period))


def _grid(marts: Marts, scope: Scope, kind: str) -> tuple[Grid, bool]:
    if kind == TRIAL_BALANCE:
        rows, incomplete = statements.statement(marts, statements.TRIAL_BALANCE, scope)
        return statement_grids.trial_balance(marts, rows, statements.functional_total(marts, scope)), incomplete
    posted = statements.posted_accounts(marts, scope)
    if kind == INCOME:
        rows, incomplete = statements.statement(marts, statements.PROFIT_AND_LOSS, scope)
        return statement_grids.profit_and_loss(marts, rows, posted), incomplete
    rows, incomplete = statements.statement(marts, statements.BALANCE_SHEET, scope)
    return statement_grids.balance_sheet(marts, rows, posted), incomplete


def _title(marts: Marts, scope: Scope, kind: str, *, incomplete: bool) -> None:
    name = next((e.name for e in marts.workspace.config.entities if e.id == scope.entity), scope.entity)
    markup.section_heading(f"{name}: {kind.lower()}", f"Book {scope.book}, {figures.period(scope.period)}.")
    if incomplete:
        markup.banner(
            "warn",
            "This statement is incomplete",
            [("Why", "some lines are in a currency without a rate; see the exceptions of type 'Rate missing'")],
        )


def _selected(grid: Grid, request: str) -> str | None:
    """The row that was chosen; when the statement was changed since, the same account's row in this one."""
    own = [line.id for line in grid.lines if line.id and line.id.partition("|")[0] == request.partition("|")[0]]
    return request if request in own else next(iter(own), None)


def _select(account: str) -> None:
    st.query_params[SELECTED] = account
