"""What a run asks of the engine that its warehouse is built on, whichever it is.

A run gives the build its inputs, builds, has it audited and publishes it. Nothing is visible to readers before
`publish`, on either engine.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from expectations import AuditRequest, CheckResult
from warehouse.build import NodeOutcome
from warehouse.raw import Run

RECONCILED = """
SELECT
    reconciliation,
    sum(left_items),
    sum(right_items),
    sum(confirmed),
    sum(proposed),
    sum(in_transit_items),
    sum(exceptions),
    sum(abs(unexplained))
FROM {marts}.reconciliation_summary
GROUP BY reconciliation
"""
PROOF = ("marts", "reconciliation_summary")


class Warehouse(Protocol):
    """A private build and its publication. A step needs the ones before it."""

    def clear(self) -> None:
        """Remove builds that were never published and versions that nobody needs. Only under the run lock."""

    def stands(self, run_id: str) -> bool:
        """Whether what a run published is what readers see."""

    def take_inputs(self, run: Run) -> None:
        """Give the build its inputs: the lake, the manifest, the configuration, and what was decided before."""

    def build(self) -> list[NodeOutcome]:
        """Build every model and run every test.

        Raises:
            TieoutError: a model cannot be built; it is named.
        """

    def row_counts(self) -> Mapping[tuple[str, str], int]:
        """About how many rows each table of the build has, by schema and name as the project knows them."""

    def audit_request(self, currencies: Mapping[str, int]) -> AuditRequest:
        """The audit's request; `currencies` are the workspace's own units, code → scale."""

    def reconciled(self) -> Sequence[Sequence[Any]] | None:
        """`RECONCILED` of the build; None where a failed test stopped it before."""

    def publish(self, run_id: str, results: Sequence[CheckResult], published_at: datetime) -> Sequence[str]:
        """Make the build what readers see; returns the ids of its exceptions."""
