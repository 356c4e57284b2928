"""`tieout report`: one report, on the screen or in a file; of today, of another day, or as a past run published it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import CURRENT_FOLDER, EntityOption, JsonOption, WorkspaceOption, entity_of, open_workspace
from cli.serialization import print_json
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from reporting.printing import Document
    from reporting.reports import Report, ReportStamp

NameArgument = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The report; all are listed without one.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Leave out what is dated later.")]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", metavar="TIMESTAMP", help="Leave out what came later; in UTC unless it names a zone."),
]
RunOption = Annotated[str | None, typer.Option("--run", metavar="RUN_ID", help="As that run published it.")]
ToOption = Annotated[Path | None, typer.Option("--to", help="A file: .csv, .xlsx or .pdf.")]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("report")(report)


def report(  # noqa: PLR0913 - a command's options
    name: NameArgument = None,
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    entity: EntityOption = None,
    book: Annotated[str, typer.Option(help="Our own ledger, or an imported book's id.")] = "ledger",
    period: Annotated[str | None, typer.Option(help="Such as 2026-10.", show_default="the last that has begun")] = None,
    basis: Annotated[str, typer.Option(help="functional, presentation or consolidated.")] = "functional",
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    run: RunOption = None,
    to: ToOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a report: a trial balance, a financial statement, or any other that is listed without a name."""
    from reporting.reports import ReportQuery, read_report, report_named  # noqa: PLC0415

    if name is None:
        _list(as_json=as_json)
        return
    workspace, chosen = open_workspace(folder), report_named(name)
    entity_id = "" if chosen.scope == "tenant" else _scope_id(workspace, entity)
    if run and (as_of or known_at):
        raise InputError("--run gives what was published then: leave out --as-of and --known-at")
    with _marts(workspace, chosen, _moment(as_of, known_at), run) as (marts, stamp):
        document = read_report(marts, workspace, chosen, ReportQuery(entity_id, book, period, basis), stamp)
    _print(document, to, as_json=as_json)


def _scope_id(workspace: Workspace, entity: str | None) -> str:
    """An entity, or a group of them."""
    return entity if entity in {group.id for group in workspace.config.groups} else entity_of(workspace, entity)


@contextmanager
def _marts(
    workspace: Workspace, chosen: "Report", moment: tuple[date | None, datetime | None], run: str | None
) -> Iterator[tuple["duckdb.DuckDBPyConnection", "ReportStamp"]]:
    """The marts of a report: published now, by a past run, or built as of another moment."""
    from reporting.reports import open_archived, stamp_of  # noqa: PLC0415

    needed = list(dict.fromkeys(["trial_balance", chosen.source]))
    if run is None and moment == (None, None):
        from tieout.published import open_published  # noqa: PLC0415

        with open_published(workspace) as marts:
            yield marts, stamp_of(marts)
        return
    from ledger.setup import sync_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        if run is not None:
            with open_archived(connection, workspace, run, [*needed, "run"]) as marts:
                yield marts, stamp_of(marts)
            return
        from cli.terminal import err  # noqa: PLC0415
        from warehouse.as_of import Moment, marts_as_of  # noqa: PLC0415

        err.print("[dim]· building the figures as of then …[/dim]")
        with marts_as_of(workspace, connection, Moment(*moment), needed) as built:
            yield built


def _moment(as_of: str | None, known_at: str | None) -> tuple[date | None, datetime | None]:
    return _day(as_of) if as_of else None, _instant(known_at) if known_at else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of {text} is not a date: write it like 2026-10-31") from None


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"--known-at {text} is not a timestamp: write it like 2026-11-02T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _list(*, as_json: bool) -> None:
    from cli.terminal import out, table  # noqa: PLC0415
    from reporting.reports import REPORTS  # noqa: PLC0415

    if as_json:
        print_json({"reports": [{"name": each.name, "title": each.title} for each in REPORTS.values()]})
    else:
        out.print(table(("name", "report"), [(each.name, each.title) for each in REPORTS.values()]))


def _print(document: "Document", to: Path | None, *, as_json: bool) -> None:
    from reporting.printing import counted_rows, print_to, rows_digest  # noqa: PLC0415

    table = document.tables[0]
    if to is not None:
        print_to(document, to)
    if as_json:
        names = [column.name for column in table.columns]
        facts: dict[str, Any] = {name.replace(" ", "_"): value for name, value in document.head.facts()}
        rows = [dict(zip(names, row.cells, strict=True)) for row in table.rows]
        print_json({"report": table.name, **facts, "row_count": len(rows), "sha256": rows_digest(table), "rows": rows})
    elif to is not None:
        from cli.terminal import counted, out, relative_path  # noqa: PLC0415

        out.print(
            f"[green]✓[/green] {relative_path(to)}: {counted(counted_rows(table), 'row')}, sha256 {rows_digest(table)}",
            soft_wrap=True,
        )
    else:
        from cli.report_output import print_report  # noqa: PLC0415

        print_report(document)
