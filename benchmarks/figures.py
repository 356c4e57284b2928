"""What a benchmark measured, and how it is printed."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table


class Figure(NamedTuple):
    """One measured value in its unit (seconds, times, MB, percent); `limit` is the most that was promised, if any."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def broken(self) -> bool:
        """Whether the value is beyond its limit."""
        return self.limit is not None and self.value > self.limit


def ratio(measured: float, baseline: float) -> float:
    """How many times the baseline; a baseline too short to measure counts as a millisecond."""
    return measured / max(baseline, 0.001)


def print_figures(title: str, figures: Sequence[Figure]) -> None:
    """Print a benchmark's figures as a table."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for column in ("measured", "limit", ""):
        table.add_column(column, justify="right")
    for figure in figures:
        limit = "" if figure.limit is None else f"{_number(figure.limit)} {figure.unit}"
        verdict = "" if figure.limit is None else "[red]✗[/red]" if figure.broken else "[green]✓[/green]"
        table.add_row(figure.what, f"{_number(figure.value)} {figure.unit}", limit, verdict)
    console = Console(highlight=False, width=120)
    console.print(table)
    console.print()


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"
