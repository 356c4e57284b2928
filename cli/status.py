"""`tieout status`: the published version and its key figures."""

from collections.abc import Mapping
from typing import Any

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json, rows_as_dicts

_RUN = "SELECT run_id, as_of, started_at, published_at, tieout_version FROM marts.run"
_KPIS = """
SELECT label, dimension, value, unit, currency FROM marts.kpis
WHERE kpi NOT IN ('exceptions_by_age', 'exceptions_by_severity')
ORDER BY kpi, dimension, currency
"""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("status")(status)


def status(folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False) -> None:
    """Show the published version and its key figures."""
    from cli.terminal import out, table  # noqa: PLC0415
    from tieout.published import open_published  # noqa: PLC0415

    workspace = open_workspace(folder)
    with open_published(workspace) as marts:
        run = rows_as_dicts(marts.execute(_RUN))[0]
        kpis = rows_as_dicts(marts.execute(_KPIS))
    if as_json:
        print_json({**run, "kpis": kpis})
        return
    out.print(
        f"[bold]Published[/bold] {run['published_at']:%Y-%m-%d %H:%M} UTC by run {run['run_id']}, as of {run['as_of']}"
    )
    out.print()
    scales = workspace.currencies.scales()
    rows = [(kpi["label"], kpi["dimension"], _value(kpi, scales), kpi["currency"]) for kpi in kpis]
    out.print(table(("", "of", "value", ""), rows, numbers=("value",)))


def _value(kpi: dict[str, Any], scales: Mapping[str, int]) -> str:
    from tieout import figures  # noqa: PLC0415

    return figures.key_figure(kpi["value"], kpi["unit"], scales.get(kpi["currency"], 0))
