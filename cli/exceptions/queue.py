"""`tieout exceptions`: the queue, worst first."""

from typing import Annotated, Any

import typer

from cli.exceptions.options import FilterOptions, queue_filter, take_options
from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, actor_name, open_workspace
from cli.serialization import print_json

_COLUMNS = """exception_id, severity, type, reconciliation, source, line_ref, currency, amount, date, age_days, due_at,
    reference, description, context, suggestion, status, assignee, ignored_until, comments, links, draft_no, case_id,
    counterparty, entity_id, caused_by"""


def add_to(commands: typer.Typer) -> None:
    """Register the list: what the command does without a further word."""
    commands.callback()(exceptions)


@take_options(first=FilterOptions)
def exceptions(
    context: typer.Context,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    id_prefix: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Only ids that begin with these characters.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most exceptions to list.")] = 50,
    as_json: JsonOption = False,
    **filter_options: Any,  # noqa: ANN401 - an option for each field of `FilterOptions`
) -> None:
    """List what does not tie out, worst first, with what to do about it; with a further word, work on it."""
    if context.invoked_subcommand is not None:
        return
    from cli.exceptions.output import print_no_such_type, print_queue  # noqa: PLC0415
    from cli.exceptions.session import open_session  # noqa: PLC0415
    from reconcile.casework import states  # noqa: PLC0415
    from reconcile.casework.queue import find  # noqa: PLC0415

    workspace = open_workspace(folder)
    options = FilterOptions(**filter_options)
    chosen = queue_filter(workspace.config, options, id_prefix or "")
    with open_session(workspace, actor_name(None, "--who")) as session:
        total = session.marts.execute("SELECT count(*) FROM marts.exceptions").fetchall()[0][0]
        current = states(session.connection, session.tenant, as_of=session.as_of)
        rows: list[dict[str, Any]] = find(session.marts, current, chosen, _COLUMNS, limit)
        types = session.marts.execute("SELECT DISTINCT type FROM marts.exceptions").fetchall()
    if as_json:
        print_json({"total": total, "exceptions": rows})
    elif options.type_ is not None and (options.type_,) not in types:
        print_no_such_type(options.type_, [name for (name,) in types])
    else:
        print_queue(rows, total)
