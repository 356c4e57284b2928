"""The first steps of a run as assets."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.driver import RUN, carry_out, confirm_checks, run_of
from orchestration.run import steps
from orchestration.run.events import BUILD_INPUTS, LEDGER_LINES, RECEIVED_FILES


@dg.asset(key=RECEIVED_FILES, group_name="intake", required_resource_keys={RUN}, kinds={"postgres", "parquet"})
def received_files(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Files of the inboxes, read, checked against their own balances, and committed to the lake."""
    yield from carry_out(steps.receive_files, context)


@dg.asset(
    key=LEDGER_LINES,
    deps=[dg.AssetKey(RECEIVED_FILES)],
    group_name="intake",
    required_resource_keys={RUN},
    kinds={"postgres"},
)
def ledger_lines(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Our own ledger's lines committed since the last run, extracted to the lake."""
    yield from carry_out(steps.extract_ledger, context)


@dg.asset(
    key=BUILD_INPUTS,
    deps=[dg.AssetKey(RECEIVED_FILES), dg.AssetKey(LEDGER_LINES)],
    group_name="intake",
    required_resource_keys={RUN},
    output_required=False,
    kinds={"duckdb"},
)
def build_inputs(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """What the build is made of; not materialized when nothing is new, and then the published marts stand."""
    yield from carry_out(steps.load_inputs, context)
    if run_of(context).outcome is not None:
        confirm_checks(context)
