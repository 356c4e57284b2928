"""What a step reports to the history of runs: an asset was made, or a check was evaluated.

These are Dagster's terms without Dagster, whose import costs over a second: the command line writes them down, and the
graph's assets and checks turn them into Dagster's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Metadata = Mapping[str, str | int | float]
"""Figures of an event by their label, as Dagster shows them."""
AssetPath = tuple[str, ...]
"""An asset's key: ("marts", "trial_balance")."""

RECEIVED_FILES: AssetPath = ("intake", "received_files")
LEDGER_LINES: AssetPath = ("intake", "ledger_lines")
BUILD_INPUTS: AssetPath = ("intake", "build_inputs")
PUBLISHED_MARTS: AssetPath = ("published_marts",)


@dataclass(frozen=True)
class Materialization:
    """An asset was made."""

    asset: AssetPath
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True)
class CheckEvaluation:
    """A check of an asset was evaluated; `blocking`: the build is not published unless it passed."""

    asset: AssetPath
    check: str
    passed: bool
    blocking: bool
    metadata: Metadata = field(default_factory=dict)


Event = Materialization | CheckEvaluation
