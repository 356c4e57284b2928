"""The steps of a run in their order, each with what it reports.

This is the one definition of a run: `execute` goes through it for the command line, and each asset or check of the
Dagster graph carries out the step of the same name.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from orchestration.run.context import RunContext
from orchestration.run.events import (
    BUILD_INPUTS,
    LEDGER_LINES,
    PUBLISHED_MARTS,
    RECEIVED_FILES,
    CheckEvaluation,
    Event,
    Materialization,
    Metadata,
)
from warehouse.compiled import BUILT_SCHEMAS


class Step(NamedTuple):
    """A step by the name that it has in Dagster's history, and what carries it out."""

    name: str
    carry_out: Callable[[RunContext], Iterator[Event]]


def receive_files(run: RunContext) -> Iterator[Event]:
    """Read the inboxes, check the files against their own balances, and commit them to the lake."""
    received = run.receive_files()
    by_status = Counter(file.status for file in received)
    figures: Metadata = {
        "files": len(received),
        "rows": sum(file.rows for file in received),
        "refused rows": sum(file.refused for file in received),
        **{f"files {status}": count for status, count in by_status.items()},
    }
    yield Materialization(RECEIVED_FILES, figures)


def extract_ledger(run: RunContext) -> Iterator[Event]:
    """Extract our own ledger's lines that were committed since the last run."""
    yield Materialization(LEDGER_LINES, {"dagster/row_count": run.extract_ledger()})


def load_inputs(run: RunContext) -> Iterator[Event]:
    """Load what the build is made of; reports nothing, and ends the run, when nothing is new."""
    if run.load_inputs():
        yield Materialization(BUILD_INPUTS, {"inputs": run.inputs})


def build(run: RunContext) -> Iterator[Event]:
    """Build the dbt project: an asset a model, a check a test."""
    nodes = run.build()
    rows = run.warehouse.row_counts()
    for node in nodes:
        if node.is_model and node.status == "success" and node.key[0] in BUILT_SCHEMAS:
            count = rows.get(node.key)
            figures: Metadata = {"seconds": round(node.seconds, 3)}
            yield Materialization(node.key, figures if count is None else {**figures, "dagster/row_count": count})
    run.reject_if_failed()
    for node in nodes:
        if not node.is_model:
            measured: Metadata = {"failures": node.failures, "seconds": round(node.seconds, 3)}
            yield CheckEvaluation(node.key, node.name, node.status == "pass", blocking=True, metadata=measured)


def audit(run: RunContext) -> Iterator[Event]:
    """Evaluate every expectation of the catalogue on the private build."""
    results = run.audit()
    run.reject_if_failed()
    for result in results:
        yield CheckEvaluation(
            ("marts", result.subject),
            result.expectation,
            passed=result.outcome == "passed",
            blocking=result.blocking,
            metadata={"suite": result.suite, "outcome": str(result.outcome), "observed": result.observed},
        )


def publish(run: RunContext) -> Iterator[Event]:
    """Make the audited build what everybody reads."""
    outcome = run.publish()
    yield Materialization(
        PUBLISHED_MARTS,
        {"run_id": outcome["run_id"], "checks passed": outcome["checks"]["passed"], "marts": outcome["marts"]},
    )


STEPS = (
    Step("intake__received_files", receive_files),
    Step("intake__ledger_lines", extract_ledger),
    Step("intake__build_inputs", load_inputs),
    Step("dbt_build", build),
    Step("audit", audit),
    Step("published_marts", publish),
)
