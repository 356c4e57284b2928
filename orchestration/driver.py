"""Carrying out the steps of a run in Dagster: what a step reports, in Dagster's own terms."""

from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg

from orchestration.run.context import RunContext
from orchestration.run.events import CheckEvaluation, Event, Materialization

RUN = "run"
"""The resource that holds the run which the steps share."""

Context = dg.AssetExecutionContext | dg.AssetCheckExecutionContext


def run_of(context: Context) -> RunContext:
    """The run that the asset or check is part of."""
    run: RunContext = context.resources.run
    return run


def carry_out(step: Callable[[RunContext], Iterator[Event]], context: Context) -> Iterator[Any]:
    """Carry out a step of the run; yields Dagster's result for each of its events."""
    for event in step(run_of(context)):
        if isinstance(event, Materialization):
            yield dg.MaterializeResult(asset_key=list(event.asset), metadata=dict(event.metadata))
        else:
            yield _check_result(event)


def _check_result(event: CheckEvaluation) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=list(event.asset),
        check_name=event.check,
        passed=event.passed,
        severity=dg.AssetCheckSeverity.ERROR if event.blocking else dg.AssetCheckSeverity.WARN,
        metadata=dict(event.metadata),
    )


def confirm_checks(context: dg.AssetExecutionContext) -> None:
    """Report again how the published version fared in each check, after a run that found nothing new.

    Dagster would show the checks of steps that were left out as skipped, though what stands has passed them.
    """
    outcome = run_of(context).outcome or {}
    warnings = {name.partition(".")[2] for name in outcome["checks"]["warnings"]}
    for key in context.repository_def.asset_graph.asset_check_keys:
        passed = key.name not in warnings
        context.instance.report_runless_asset_event(
            dg.AssetCheckEvaluation(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=passed,
                severity=dg.AssetCheckSeverity.ERROR if passed else dg.AssetCheckSeverity.WARN,
                metadata={"published by run": outcome["run_id"]},
            )
        )
