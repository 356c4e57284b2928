"""`tieout exceptions show`: all of one exception; `tieout exceptions drafts`: what waits for a second person."""

from typing import Annotated, Any

import typer

from cli.exceptions.asked import login
from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json

_CANDIDATES = """
SELECT rank, side, item_id, currency, amount, date, reference, why_not FROM marts.exception_candidates
WHERE exception_id = $id ORDER BY rank
"""
_PROPOSALS = """
SELECT matches.match_id, matches.pass, matches.score, matches.difference, matches.reason
FROM marts.matches AS matches
INNER JOIN marts.match_items AS members USING (tenant_id, match_id)
INNER JOIN marts.exceptions AS mine
    ON mine.tenant_id = matches.tenant_id AND mine.reconciliation = matches.reconciliation
    AND mine.side = members.side AND mine.item_id = members.item_id
WHERE matches.status = 'proposed' AND mine.exception_id = $id
ORDER BY matches.score DESC, matches.match_id
"""


def add_to(commands: typer.Typer) -> None:
    """Register the commands."""
    commands.command("show")(show)
    commands.command("drafts")(list_drafts)


def show(
    exception_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or how that begins.")],
    workspace: WorkspaceOption = HERE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show an exception: what it is, what comes near, what was proposed and what was done."""
    from cli.casework import Filter, found, open_desk, whole_ids  # noqa: PLC0415
    from reconcile.casework import events  # noqa: PLC0415

    with open_desk(opened(workspace), login()) as desk:
        whole = whole_ids(desk, [exception_id])[0]
        listed = found(desk, Filter(id=whole), "*", 1)
        told = {
            "exception_id": whole,
            "exception": listed[0] if listed else None,
            "candidates": _dicts(desk.marts.execute(_CANDIDATES, {"id": whole})),
            "proposals": _dicts(desk.marts.execute(_PROPOSALS, {"id": whole})),
            "events": [event._asdict() for event in events(desk.connection, desk.tenant, whole)],
        }
    if as_json:
        print_json(told)
    else:
        _print(told)


def list_drafts(workspace: WorkspaceOption = HERE, *, as_json: JsonOption = False) -> None:
    """List the journals that wait for a second person's approval."""
    from cli.casework import open_desk  # noqa: PLC0415
    from cli.exceptions.told import drafts_table  # noqa: PLC0415
    from cli.screen import out  # noqa: PLC0415
    from reconcile.casework import drafts  # noqa: PLC0415

    with open_desk(opened(workspace), login()) as desk:
        waiting = drafts(desk.connection, desk.tenant)
    if as_json:
        print_json({"drafts": [draft._asdict() for draft in waiting]})
    elif waiting:
        out.print(drafts_table(waiting))
    else:
        out.print("Nothing waits for approval.")


def _print(told: dict[str, Any]) -> None:
    from cli.screen import out, table  # noqa: PLC0415

    exception = told["exception"] or {"exception_id": told["exception_id"], "status": "not listed by the latest run"}
    out.print(table(("", ""), [(name, value) for name, value in exception.items() if value is not None]))
    sections = (
        ("candidates", ("item_id", "amount", "currency", "date", "reference", "why_not")),
        ("proposals", ("match_id", "pass", "score", "difference", "reason")),
        ("events", ("event_no", "recorded_at", "who", "kind", "why", "details", "stands")),
    )
    for name, columns in sections:
        if told[name]:
            out.print(f"\n[bold]{name.capitalize()}[/bold]")
            out.print(table(columns, [[_shown(row[column]) for column in columns] for row in told[name]]))


def _shown(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "minute") else value


def _dicts(cursor: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a DuckDB cursor
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
