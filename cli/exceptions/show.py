"""`tieout exceptions show`: all of one exception; `tieout exceptions drafts`: what waits for a second person."""

from typing import Annotated, Any

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, actor_name, open_workspace
from cli.serialization import print_json, rows_as_dicts

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
    id_prefix: Annotated[str, typer.Argument(metavar="ID", help="The id, or its first characters.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show an exception: what it is, what comes near, what was proposed and what was done."""
    from cli.exceptions.session import open_session  # noqa: PLC0415
    from reconcile.casework import events, states  # noqa: PLC0415
    from reconcile.casework.ids import exception_ids  # noqa: PLC0415
    from reconcile.casework.queue import QueueFilter, find  # noqa: PLC0415

    with open_session(open_workspace(folder), actor_name(None, "--who")) as session:
        exception_id = exception_ids(session, [id_prefix])[0]
        current = states(session.connection, session.tenant, [exception_id], session.as_of)
        columns = "* EXCLUDE (severity_rank, at_rest)"
        published = find(session.marts, current, QueueFilter(id_prefix=exception_id), columns, 1)
        case = {
            "exception_id": exception_id,
            "exception": published[0] if published else None,
            "candidates": rows_as_dicts(session.marts.execute(_CANDIDATES, {"id": exception_id})),
            "proposals": rows_as_dicts(session.marts.execute(_PROPOSALS, {"id": exception_id})),
            "events": [event._asdict() for event in events(session.connection, session.tenant, exception_id)],
        }
    if as_json:
        print_json(case)
    else:
        _print(case)


def list_drafts(folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False) -> None:
    """List the journals that wait for a second person's approval."""
    from cli.exceptions.output import drafts_table  # noqa: PLC0415
    from cli.exceptions.session import open_session  # noqa: PLC0415
    from cli.terminal import out  # noqa: PLC0415
    from reconcile.casework import drafts  # noqa: PLC0415

    with open_session(open_workspace(folder), actor_name(None, "--who")) as session:
        waiting = drafts(session.connection, session.tenant)
    if as_json:
        print_json({"drafts": [draft._asdict() for draft in waiting]})
    elif waiting:
        out.print(drafts_table(waiting))
    else:
        out.print("No draft waits for approval.")


def _print(case: dict[str, Any]) -> None:
    from cli.exceptions.output import CASE_SECTIONS  # noqa: PLC0415
    from cli.terminal import fitted_table, out, table  # noqa: PLC0415

    exception = case["exception"] or {"exception_id": case["exception_id"], "status": "not in the latest run's list"}
    out.print(table(("", ""), [(name, _cell(value)) for name, value in exception.items() if value is not None]))
    for section, columns in CASE_SECTIONS.items():
        if case[section]:
            out.print(f"\n[bold]{section.capitalize()}[/bold]")
            rows = [[_cell(row[column.heading]) for column in columns] for row in case[section]]
            out.print(fitted_table(columns, rows))


def _cell(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "minute") else value
