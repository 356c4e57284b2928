"""What a run tells: the object that `tieout run --json` prints. Its keys are a contract."""

from collections.abc import Iterable, Sequence
from typing import Any

from expectations import CheckResult
from ingest.receiver import Received
from tieout.config import Config
from warehouse.build import NodeOutcome


def files_told(received: Iterable[Received]) -> list[dict[str, Any]]:
    """One object per file found in an inbox; rows and refused rows as the manifest has them."""
    return [
        {
            "source": file.source,
            "path": file.path,
            "rows": file.rows,
            "refused": file.refused,
            "status": file.status,
            "reason": file.reason,
        }
        for file in received
    ]


def checks_told(results: Sequence[CheckResult], tests: Sequence[NodeOutcome]) -> dict[str, Any]:
    """How many checks passed, which blocking ones did not, and which warnings there are."""
    failed_tests = [test.unique_id.split(".")[2] for test in tests if test.status in ("fail", "error")]
    not_passed = [result for result in results if result.outcome != "passed"]
    return {
        "passed": len(results) - len(not_passed) + sum(1 for test in tests if test.status == "pass"),
        "failed": [
            *(f"{result.suite}.{result.expectation}" for result in not_passed if result.blocking),
            *(f"dbt.{name}" for name in failed_tests),
        ],
        "warnings": [f"{result.suite}.{result.expectation}" for result in not_passed if not result.blocking],
    }


def reconciliations_told(reconciled: Sequence[Sequence[Any]] | None, config: Config) -> list[dict[str, Any]]:
    """One object per reconciliation of tieout.yml, zeros where nothing has arrived yet; none where none was built.

    `matched` and `proposed` count matches; `in_transit` and `exceptions` count items of both sides.
    """
    if reconciled is None:
        return []
    names = ("left_items", "right_items", "matched", "proposed", "in_transit", "exceptions")
    found = {row[0]: row[1:] for row in reconciled}
    told = []
    for rule in config.reconciliations:
        *counts, unexplained = found.get(rule.id, (0,) * (len(names) + 1))
        figures = {name: int(count) for name, count in zip(names, counts, strict=True)}
        told.append({"id": rule.id, **figures, "unexplained": str(unexplained) if unexplained else 0})
    return told
