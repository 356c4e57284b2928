"""The last step: what passed the audit becomes what everybody reads."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from orchestration.driver import RUN, carry_out
from orchestration.run import steps
from orchestration.run.events import PUBLISHED_MARTS


def published_marts(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The published version of the marts."""

    @dg.asset(key=PUBLISHED_MARTS, deps=marts, group_name="published", required_resource_keys={RUN}, kinds={"duckdb"})
    def publish(context: dg.AssetExecutionContext) -> Iterator[Any]:
        """The published version of the marts."""
        yield from carry_out(steps.publish, context)

    return publish
