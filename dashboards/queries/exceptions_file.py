"""The exceptions on the screen as a file for a spreadsheet."""

from decimal import Decimal

from dashboards.casework.live_casework import LiveCasework
from dashboards.marts import Marts
from dashboards.queries.exceptions import Filter
from reconcile.casework.queue import SELECTED, WORST_FIRST, parameters
from reporting.printing import Cell, Column, Head, Kind, Table, plain_rows, to_csv
from reporting.reports import in_decimals, stamp_of

_COLUMNS = (
    "reconciliation",
    "exception_id",
    "case_id",
    "type",
    "severity",
    "status",
    "assignee",
    "side",
    "source",
    "line_ref",
    "currency",
    "reference",
    "counterparty",
    "description",
    "context",
    "suggestion",
    "amount",
    "date",
    "age_days",
    "due_at",
    "entity_id",
    "caused_by",
)
_CURRENCY = _COLUMNS.index("currency")
_ROWS = f"{SELECTED} SELECT {', '.join(_COLUMNS)} FROM selected ORDER BY {WORST_FIRST}"


def export(marts: Marts, live: LiveCasework, filter_: Filter) -> bytes:
    """The exceptions that the filter finds, as CSV like that of every report: exact, safe, and with its origin."""
    with marts.cursor() as cursor:
        stamp = stamp_of(cursor)
        found = cursor.execute(_ROWS, parameters(live.states, filter_.queue_filter())).fetchall()
    scales = marts.workspace.currencies.scales()
    rows = [[_cell(value, scales.get(row[_CURRENCY], 0)) for value in row] for row in found]
    columns = [Column(name, name, Kind.TEXT) for name in _COLUMNS]
    currencies = sorted({str(row[_CURRENCY]) for row in found if row[_CURRENCY]})
    entity = f"all entities of {marts.workspace.config.tenant}"
    head = Head("Exceptions", entity, "", ", ".join(currencies), *stamp)
    return to_csv(head, Table("exceptions", head.title, columns, plain_rows(rows)))


def _cell(value: Cell, scale: int) -> Cell:
    return in_decimals(value, scale) if isinstance(value, Decimal) else value
