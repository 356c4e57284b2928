"""What is proposed: passes and fee schedules, each with the words and figures that speak for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tieout.config import FeeSchedule, Pass, Reconciliation


@dataclass(frozen=True)
class ProposedPass:
    """A pass, why, and how many items of each side it takes in the lines that were looked at."""

    rule: Pass
    evidence: str
    left_items: int
    right_items: int


@dataclass(frozen=True)
class ProposedFees:
    """A schedule, and how many payments it explains to the last minor unit."""

    schedule: FeeSchedule
    evidence: str


@dataclass(frozen=True)
class Span:
    """The lines that were looked at: days, items of each side, and all the lines that each side has."""

    first_day: date
    last_day: date
    left_items: int
    right_items: int
    left_lines: int
    right_lines: int


@dataclass
class Proposal:
    """A reconciliation with its passes; without passes nothing fits, and `notes` say what was looked for.

    `columns` says of each column of a side how many lines have it, how many values, and how many of those the other
    side has too. `lag` is how the days between the sides lie.
    """

    reconciliation: Reconciliation
    span: Span | None = None
    lag: str = ""
    columns: list[str] = field(default_factory=list)
    passes: list[ProposedPass] = field(default_factory=list)
    fees: list[ProposedFees] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def configured(self) -> Reconciliation:
        """The reconciliation as tieout.yml would have it."""
        return self.reconciliation.model_copy(update={"passes": tuple(proposed.rule for proposed in self.passes)})


class TrialResult(NamedTuple):
    """What a kind of pass did when it was tried: matches confirmed, the items of each side in them, and proposals."""

    matches: int
    left_items: int
    right_items: int
    proposed: int
