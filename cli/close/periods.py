"""`tieout periods`: the periods of an entity, and what became of each."""

from typing import TYPE_CHECKING, Any

import typer

from cli.close.session import open_close_session
from cli.options import CURRENT_FOLDER, EntityOption, JsonOption, WorkspaceOption
from cli.serialization import print_json

if TYPE_CHECKING:
    import duckdb

    from reporting.close import Close

_CHANGES = (
    "SELECT period, status, rows_changed, difference, currency, changed FROM marts.period_closes WHERE entity_id = ?"
)
_HAS_CLOSES = (
    "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'marts' AND table_name = 'period_closes'"
)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("periods")(periods)


def periods(
    folder: WorkspaceOption = CURRENT_FOLDER, *, entity: EntityOption = None, as_json: JsonOption = False
) -> None:
    """List the periods: which are open, who closed, certified or reopened the others, and what changed since."""
    from cli.terminal import out, table  # noqa: PLC0415
    from ledger.periods import periods as list_periods  # noqa: PLC0415
    from reporting.close import close_events, closes  # noqa: PLC0415

    with open_close_session(folder, entity) as session:
        book = (session.connection, session.tenant, session.entity)
        listed = list_periods(*book)
        closed = {close.period: close for close in closes(*book)}
        history = close_events(*book)
        changes = _changes(session.marts, session.entity, closed)
    if as_json:
        as_dicts = [
            {
                **period._asdict(),
                "close": closed[period.period]._asdict() if period.period in closed else None,
                "changed_since": changes.get(period.period),
                "history": [event._asdict() for event in history if event.period == period.period],
            }
            for period in listed
        ]
        print_json({"entity": session.entity, "periods": as_dicts})
        return
    columns = ("period", "from", "to", "status", "by", "at", "reason", "close")
    rows = [
        (
            period.period,
            period.starts,
            period.ends,
            period.status,
            period.by,
            f"{period.at:%Y-%m-%d %H:%M}" if period.at else None,
            period.reason,
            _close_state(closed.get(period.period), changes.get(period.period)),
        )
        for period in listed
    ]
    out.print(table(columns, rows))


def _changes(
    marts: "duckdb.DuckDBPyConnection | None", entity_id: str, closed: "dict[str, Close]"
) -> dict[str, dict[str, Any]]:
    """What the last run found changed since, by period; versions that an older Tieout published have no such mart."""
    if marts is None or not closed or marts.execute(_HAS_CLOSES).fetchall() == [(0,)]:
        return {}
    names = ("status", "rows_changed", "difference", "currency", "changed")
    rows = marts.execute(_CHANGES, [entity_id]).fetchall()
    return {period: dict(zip(names, values, strict=True)) for period, *values in rows if values[1]}


def _close_state(close: "Close | None", change: dict[str, Any] | None) -> str | None:
    if close is None:
        return None
    if close.state == "reopened":
        return "withdrawn"
    changed = f"; {change['changed']}" if change else ""
    if close.approved_by is None:
        return f"prepared by {close.prepared_by}{changed}"
    decertified = "decertified; " if change or close.state == "decertified" else ""
    return f"{decertified}certified by {close.approved_by}{changed}"
