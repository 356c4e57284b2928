"""`tieout sql`: any SELECT on the published marts."""

import csv
import sys
from decimal import Decimal
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import exact, print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("sql")(sql)


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT on the marts, such as: select * from trial_balance")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Query the published marts with SQL, read-only."""
    from cli.terminal import out, table  # noqa: PLC0415
    from tieout.query import run_query  # noqa: PLC0415

    columns, rows = run_query(open_workspace(folder), query)
    if as_json:
        print_json({"columns": columns, "rows": [dict(zip(columns, row, strict=True)) for row in rows]})
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    else:
        first = rows[0] if rows else (None,) * len(columns)
        numbers = [name for name, cell in zip(columns, first, strict=True) if isinstance(cell, (int, Decimal))]
        out.print(table(columns, rows, numbers=numbers))


def _csv_cell(cell: object) -> object:
    """Numbers exact, texts so that no spreadsheet runs them."""
    from reporting.printing import disarmed  # noqa: PLC0415

    if isinstance(cell, Decimal):
        return exact(cell)
    return disarmed(cell) if isinstance(cell, str) else cell
