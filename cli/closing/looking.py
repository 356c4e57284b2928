"""`tieout periods` and `tieout checklist`: how the periods stand, and what stands in the way of closing one."""

from typing import TYPE_CHECKING, Any

import typer

from cli.closing.asked import EntityOption, PeriodArgument, books, desk
from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from cli.printed import print_json
from tieout.errors import InputError

if TYPE_CHECKING:
    import duckdb

    from reporting.close import Close

_CHANGES = (
    "SELECT period, status, rows_changed, difference, currency, changed FROM marts.period_closes WHERE entity_id = ?"
)
_KNOWN = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'marts' AND table_name = 'period_closes'"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("periods")(periods)
    app.command("checklist")(checklist)


def periods(workspace: WorkspaceOption = HERE, *, entity: EntityOption = None, as_json: JsonOption = False) -> None:
    """List the periods: which are open, who closed, certified or reopened the others, and what changed since."""
    from cli.screen import out, table  # noqa: PLC0415
    from ledger.periods import periods as list_periods  # noqa: PLC0415
    from reporting.close import close_events, closes  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    tenant = home.config.tenant
    with books(home) as connection, desk(home, connection, whose, "") as at:
        found = list_periods(connection, tenant, whose)
        closed = {close.period: close for close in closes(connection, tenant, whose)}
        history = close_events(connection, tenant, whose)
        changes = _changes(at.marts, whose, closed)
    if as_json:
        listed = [
            {
                **period._asdict(),
                "close": closed[period.period]._asdict() if period.period in closed else None,
                "changed_since": changes.get(period.period),
                "history": [event._asdict() for event in history if event.period == period.period],
            }
            for period in found
        ]
        print_json({"entity": whose, "periods": listed})
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
            _vouched(closed.get(period.period), changes.get(period.period)),
        )
        for period in found
    ]
    out.print(table(columns, rows))


def checklist(
    period: PeriodArgument,
    workspace: WorkspaceOption = HERE,
    *,
    entity: EntityOption = None,
    as_json: JsonOption = False,
) -> None:
    """What stands in the way of closing a period, as of the last run; exit code 1 when something does."""
    from cli.screen import out, table  # noqa: PLC0415
    from reporting.close import checks_of  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with books(home) as connection, desk(home, connection, whose, "") as at:
        checks = checks_of(at, period)
    if not checks:
        raise InputError(f"nothing is published of the close of {period} of {whose}: `tieout run` first")
    if as_json:
        print_json({"entity": whose, "period": period, "checks": [check._asdict() for check in checks]})
    else:
        out.print(table(("check", "state", "what"), [(check.check_id, check.state, check.detail) for check in checks]))
    if any(check.blocks for check in checks):
        raise typer.Exit(1)


def _changes(
    marts: "duckdb.DuckDBPyConnection | None", entity: str, closed: "dict[str, Close]"
) -> dict[str, dict[str, Any]]:
    """What the last run found changed since, by period; a version that an older Tieout published says nothing of it."""
    if marts is None or not closed or marts.execute(_KNOWN).fetchall() == [(0,)]:
        return {}
    names = ("status", "rows_changed", "difference", "currency", "changed")
    rows = marts.execute(_CHANGES, [entity]).fetchall()
    return {period: dict(zip(names, values, strict=True)) for period, *values in rows if values[1]}


def _vouched(close: "Close | None", change: dict[str, Any] | None) -> str | None:
    if close is None:
        return None
    if close.state == "reopened":
        return "taken back"
    changed = f"; {change['changed']}" if change else ""
    if close.approved_by is None:
        return f"prepared by {close.prepared_by}{changed}"
    taken_away = "decertified; " if change or close.state == "decertified" else ""
    return f"{taken_away}certified by {close.approved_by}{changed}"
