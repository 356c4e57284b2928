"""Reading a report: its rows out of a mart, as they are, with amounts in their currency's decimals."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any, NamedTuple

import duckdb

from reporting.printing import Cell, Document, Head, Row, Table, Weight
from reporting.reports.model import Report, ReportColumn
from reporting.reports.periods import Span, span_of
from tieout.errors import InputError
from tieout.money import MAX_SCALE
from tieout.workspace import Workspace

_EXACT = Context(prec=60)


class ReportQuery(NamedTuple):
    """Whose figures, and of which period; None: the last one that had begun."""

    entity: str
    book: str = "ledger"
    period: str | None = None
    basis: str = "functional"


class ReportStamp(NamedTuple):
    """As of which day and known at which moment the marts are, and which run published them ("": none)."""

    as_of: date
    known_at: datetime
    run_id: str


def read_report(
    marts: duckdb.DuckDBPyConnection, workspace: Workspace, report: Report, query: ReportQuery, stamp: ReportStamp
) -> Document:
    """The report as a document of one table.

    Args:
        marts: a connection whose schema is that of the marts.
        workspace: gives the names of entities and the decimals of currencies.
        report: an entry of the catalogue.
        query: whose figures; of a report of the tenant only nothing of it counts.
        stamp: what the head says that the figures are as of.

    Raises:
        InputError: the mart, the entity, the book or the period is not there.
    """
    _check_mart(marts, report)
    by_period = report.scope == "period"
    span = span_of(marts, query.entity, query.book, query.period, stamp.as_of) if by_period else None
    conditions, values = _conditions(report, query, span)
    needed = _needed(report)
    order = ", ".join([*report.order, *needed])  # to the last column: rows that differ stand in one order only
    rows = marts.execute(
        f"SELECT {', '.join(needed)} FROM {report.source} WHERE {conditions} ORDER BY {order}", values
    ).fetchall()
    found = [dict(zip(needed, row, strict=True)) for row in rows]
    scales = workspace.currencies.scales()
    table = Table(
        report.name,
        report.title,
        [each.printed for each in report.columns],
        [_row(report, row, scales) for row in found],
        group=report.group,
        total=_total(report, found, scales),
    )
    currencies = sorted({str(row[report.money]) for row in found if row.get(report.money)})
    head = Head(
        report.title,
        _entity(workspace, report, query),
        str(span or ""),
        ", ".join(currencies),
        stamp.as_of,
        stamp.known_at,
        stamp.run_id,
    )
    return Document(head, [table])


def stamp_of(marts: duckdb.DuckDBPyConnection) -> ReportStamp:
    """What published marts say of themselves.

    Raises:
        InputError: they do not say which run made them.
    """
    row = marts.execute("SELECT as_of, coalesce(published_at, started_at), run_id FROM run").fetchone()
    if row is None:
        raise InputError("these marts do not say which run made them: run `tieout run`")
    return ReportStamp(*row)


def _check_mart(marts: duckdb.DuckDBPyConnection, report: Report) -> None:
    named = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    marts_there = {name for (name,) in marts.execute(named).fetchall()}
    if report.source not in marts_there:
        raise InputError(f"these marts have no {report.source}: ask for the published ones, or run `tieout run` first")


def _conditions(report: Report, query: ReportQuery, span: Span | None) -> tuple[str, dict[str, str]]:
    """What picks the report's rows, as SQL and its values."""
    picks = dict(report.where)
    picks |= {"entity_id": query.entity, "book": query.book} if report.scope != "tenant" else {}
    picks |= {"period": span.period} if span else {}
    picks |= {"basis": query.basis} if report.has_basis else {}
    return " AND ".join([f"{name} = ${name}" for name in picks] or ["true"]), picks


def _needed(report: Report) -> list[str]:
    """Every column that the report reads, each once."""
    more = [column.money for column in report.columns] + [report.weight or "", report.depth or "", report.money]
    return list(dict.fromkeys(name for name in [*(column.name for column in report.columns), *more] if name))


def _row(report: Report, row: Mapping[str, Any], scales: Mapping[str, int]) -> Row:
    weight = Weight(row[report.weight]) if report.weight else Weight.LINE
    cells = [_cell(column, row, scales) for column in report.columns]
    return Row(cells, weight, int(row[report.depth]) if report.depth else 0)


def _cell(column: ReportColumn, row: Mapping[str, Any], scales: Mapping[str, int]) -> Cell:
    value: Cell = row[column.name]
    if not isinstance(value, Decimal):
        return value
    return in_decimals(value, scales.get(row[column.money], 0) if column.money else 0)


def in_decimals(value: Decimal, scale: int) -> Decimal:
    """The same number with the decimals of its currency; with more where it has more."""
    for decimals in range(scale, MAX_SCALE + 1):
        shorter = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
        if shorter == value:
            return shorter
    return value


def _total(report: Report, rows: Sequence[Mapping[str, Any]], scales: Mapping[str, int]) -> Row | None:
    """The total below: exact, and only of columns that are in one currency."""
    if not report.totals or len({row[report.money] for row in rows}) != 1:
        return None
    scale = scales.get(rows[0][report.money], 0)
    sums = {name: _EXACT.create_decimal(0) for name in report.totals}
    for row in rows:
        for name in report.totals:
            sums[name] = _EXACT.add(sums[name], row[name])
    cells: list[Cell] = [in_decimals(sums[s.name], scale) if s.name in sums else None for s in report.columns]
    cells[[s.name for s in report.columns].index(report.label)] = "Total"
    return Row(cells, Weight.TOTAL)


def _entity(workspace: Workspace, report: Report, query: ReportQuery) -> str:
    if report.scope == "tenant":
        return f"all entities of {workspace.config.tenant}"
    names = {each.id: each.name for each in workspace.config.entities}
    names |= {group.id: group.name for group in workspace.config.groups}
    book = "" if query.book == "ledger" else f", book {query.book}"
    return f"{names.get(query.entity, query.entity)} ({query.entity}{book})"
