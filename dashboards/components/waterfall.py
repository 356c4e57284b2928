"""The proof as a waterfall: from the left total, through what explains the difference, to the right total.

Left total less in transit, match differences and exceptions is the right total. The totals and the matched part stand
as columns; each explanation hangs between the level before it and the level after it. Explanations are often a
thousandth of the totals, so the axis may start above zero, and then the chart says so.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Literal, NamedTuple

from dashboards.components.markup import show
from tieout import figures

StepKind = Literal["total", "matched", "transit", "difference", "exception"]
ZOOM_BELOW = Decimal("0.3")  # a spread smaller than this part of the totals is hard to see on an axis from zero
FOOT = Decimal("0.6")
HEADROOM = Decimal("0.14")


class Explanation(NamedTuple):
    """A part of the difference between the totals, left minus right, in major units."""

    name: str
    kind: StepKind
    value: Decimal


class Step(NamedTuple):
    """A column from level `low` to level `high` in major units; the next column starts at `after`."""

    name: str
    kind: StepKind
    written: str
    low: Decimal
    high: Decimal
    after: Decimal


def steps_of(
    left_total: Decimal, matched: Decimal, explanations: Sequence[Explanation], right_total: Decimal, scale: int
) -> list[Step]:
    """The columns: left total, its matched part, a step for each explanation, right total."""
    steps = [
        _column_from_zero("Left total", "total", left_total, scale),
        _column_from_zero("Matched", "matched", matched, scale)._replace(after=left_total),
    ]
    level = left_total
    for part in explanations:
        after = level - part.value
        written = figures.amount(-part.value, scale)
        steps.append(Step(part.name, part.kind, written, min(level, after), max(level, after), after))
        level = after
    return [*steps, _column_from_zero("Right total", "total", right_total, scale)]


def waterfall(steps: Sequence[Step]) -> None:
    """Draw the columns, each with its figure; a screen reader hears the figures in order."""
    low, high = _axis(steps)
    columns = "".join(_column(step, low, high, last=step is steps[-1]) for step in steps)
    note = '<p class="scale">The axis starts above zero, so that small steps can be seen.</p>' if low > 0 else ""
    show(
        '<section class="tie-fall" aria-label="Waterfall from the left total to the right total">'
        f'<div class="plot">{columns}</div>{note}</section>'
    )


def _column_from_zero(name: str, kind: StepKind, value: Decimal, scale: int) -> Step:
    return Step(name, kind, figures.amount(value, scale), min(value, Decimal(0)), max(value, Decimal(0)), value)


def _axis(steps: Sequence[Step]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest level drawn, with room for the figures."""
    levels = [level for step in steps for level in (step.low, step.high) if level]
    lowest, highest = min(levels, default=Decimal(0)), max(levels, default=Decimal(0))
    spread = highest - lowest
    zoomed = lowest > 0 and 0 < spread < ZOOM_BELOW * highest
    bottom = max(lowest - spread * FOOT, Decimal(0)) if zoomed else min(lowest, Decimal(0))
    room = (max(highest, Decimal(0)) - bottom) * HEADROOM or Decimal(1)
    return bottom - (room if bottom < 0 else 0), max(highest, Decimal(0)) + room


def _column(step: Step, low: Decimal, high: Decimal, *, last: bool) -> str:
    def at(level: Decimal) -> int:
        """Height of a level in tenths of a percent of the plot."""
        return int((max(level, low) - low) * 1000 / (high - low))

    bottom, top = at(step.low), at(step.high)
    join = "" if last else f'<span class="join" style="bottom:{_percent(at(step.after))}"></span>'
    negative = " tie-neg" if figures.is_negative(step.written) else ""
    return (
        f'<div class="step"><div class="well"><span class="bar {step.kind}" '
        f'style="bottom:{_percent(bottom)};height:{_percent(top - bottom)}"></span>{join}'
        f'<span class="figure{negative}" style="bottom:calc({_percent(top)} + 4px)">{escape(step.written)}</span></div>'
        f'<div class="name">{escape(step.name)}</div></div>'
    )


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"
