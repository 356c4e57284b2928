"""`tieout status`, `tieout sql`: looking at what is published."""

import csv
import sys
from decimal import Decimal
from typing import Annotated, Any

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import exact, print_json

_RUN = "SELECT run_id, as_of, started_at, published_at, tieout_version FROM marts.run"
_KPIS = """
SELECT label, dimension, value, unit, currency FROM marts.kpis
WHERE kpi NOT IN ('exceptions_by_age', 'exceptions_by_severity')
ORDER BY kpi, dimension, currency
"""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("status")(status)
    app.command("sql")(sql)


def status(workspace: WorkspaceOption = HERE, *, as_json: JsonOption = False) -> None:
    """Show the published version and its key figures."""
    from cli.screen import amount, out, table  # noqa: PLC0415
    from tieout.published import open_published  # noqa: PLC0415

    with open_published(opened(workspace)) as marts:
        run = _dicts(marts.execute(_RUN))[0]
        kpis = _dicts(marts.execute(_KPIS))
    if as_json:
        print_json({**run, "kpis": kpis})
        return
    out.print(
        f"[bold]Published[/bold] {run['published_at']:%Y-%m-%d %H:%M} UTC by run {run['run_id']}, as of {run['as_of']}"
    )
    out.print()
    rows = []
    for kpi in kpis:
        value = kpi["value"]
        shown = {
            "ratio": f"{value * 100:.2f} %",
            "count": f"{value:,.0f}",
            "days": f"{value:,.0f} " + ("day" if value == 1 else "days"),
        }.get(kpi["unit"], amount(value))
        rows.append((kpi["label"], kpi["dimension"], shown, kpi["currency"]))
    out.print(table(("", "of", "value", ""), rows, numbers=("value",)))


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT on the marts, such as: select * from trial_balance")],
    workspace: WorkspaceOption = HERE,
    *,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Ask the published marts with SQL, read-only."""
    from cli.screen import out, table  # noqa: PLC0415
    from tieout.query import run_query  # noqa: PLC0415

    columns, rows = run_query(opened(workspace), query)
    if as_json:
        print_json({"columns": columns, "rows": [dict(zip(columns, row, strict=True)) for row in rows]})
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    else:
        numbers = (
            [name for name, cell in zip(columns, rows[0], strict=True) if isinstance(cell, (int, Decimal))]
            if rows
            else []
        )
        out.print(table(columns, rows, numbers=numbers))


def _dicts(cursor: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a DuckDB cursor
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _csv_cell(cell: object) -> object:
    """Numbers exact, texts so that no spreadsheet runs them."""
    from reporting.printing import disarmed  # noqa: PLC0415

    if isinstance(cell, Decimal):
        return exact(cell)
    return disarmed(cell) if isinstance(cell, str) else cell
