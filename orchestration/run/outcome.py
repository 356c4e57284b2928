"""The outcome of a run: the object that `tieout run --json` prints. Its keys are a contract."""

from collections.abc import Iterable, Sequence
from typing import Any

from expectations import CheckResult, Outcome
from ingest.receiver import Received
from tieout.config import Config
from warehouse.build import NodeOutcome

_TEST_OUTCOMES = {"pass": Outcome.PASSED, "fail": Outcome.VIOLATED, "error": Outcome.ERRORED}


def file_statuses(received: Iterable[Received]) -> list[dict[str, Any]]:
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


def test_results(tests: Iterable[NodeOutcome]) -> list[CheckResult]:
    """Dbt's own tests as results of the suite `dbt`, all blocking: they are counted and published with the others."""
    return [
        CheckResult(
            suite="dbt",
            expectation=(name := test.unique_id.split(".")[2]),
            subject="marts",
            blocking=True,
            outcome=_TEST_OUTCOMES[test.status],
            observed="" if test.status == "pass" else test.message,
            description=f"dbt's test: {name.removeprefix('assert_').replace('_', ' ')}.",
        )
        for test in tests
        if test.status in _TEST_OUTCOMES
    ]


def check_counts(results: Sequence[CheckResult]) -> dict[str, Any]:
    """How many checks passed, which blocking ones did not, and which warnings there are."""
    not_passed = [result for result in results if result.outcome is not Outcome.PASSED]
    return {
        "passed": len(results) - len(not_passed),
        "failed": [f"{result.suite}.{result.expectation}" for result in not_passed if result.blocking],
        "warnings": [f"{result.suite}.{result.expectation}" for result in not_passed if not result.blocking],
    }


def reconciliation_counts(reconciled: Sequence[Sequence[Any]] | None, config: Config) -> list[dict[str, Any]]:
    """One object per reconciliation of tieout.yml, zeros where nothing has arrived yet; none where none was built.

    `matched` and `proposed` count matches; `in_transit` and `exceptions` count items of both sides.
    """
    if reconciled is None:
        return []
    names = ("left_items", "right_items", "matched", "proposed", "in_transit", "exceptions")
    found = {row[0]: row[1:] for row in reconciled}
    counted = []
    for rule in config.reconciliations:
        *counts, unexplained = found.get(rule.id, (0,) * (len(names) + 1))
        figures = {name: int(count) for name, count in zip(names, counts, strict=True)}
        counted.append({"id": rule.id, **figures, "unexplained": str(unexplained) if unexplained else 0})
    return counted
