"""The state of a reconciliation's proof, in two words."""

from dashboards.components.table import Badge
from dashboards.marts import Row
from tieout import figures


def proof_badge(row: Row) -> Badge:
    """Whether a row of reconciliation_summary ties out, or how many exceptions stand between its sides."""
    if row["unexplained"]:
        return Badge("does not add up", "bad")
    if not row["exceptions"]:
        return Badge("ties out", "good")
    return Badge(figures.counted(row["exceptions"], "exception"), "warn")
