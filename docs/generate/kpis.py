"""The key figures, as they are declared in dbt_project.yml."""

from dbt_project.kpis import Range, every_kpi
from docs.generate.markdown import table as markdown_table


def table() -> str:
    """The table of every figure: what it is, its unit, and how the dashboard judges it."""
    rows = [
        (f"`{kpi.kpi}`", kpi.label, kpi.unit, kpi.definition, _bounds(kpi.good), _bounds(kpi.warn))
        for kpi in every_kpi()
    ]
    return markdown_table(("`kpi`", "`label`", "`unit`", "`definition`", "in order", "needs attention"), rows)


def _bounds(values: Range | None) -> str:
    if values is None:
        return ""
    if values == Range():
        return "else"
    if values.lowest == values.highest:
        return f"{values.lowest}"
    return f"from {values.lowest}" if values.highest is None else f"up to {values.highest}"
