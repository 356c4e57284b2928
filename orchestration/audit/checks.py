"""The audit as asset checks: one per expectation, on the mart that it speaks of."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from expectations import catalogue
from orchestration.driver import RUN, carry_out
from orchestration.run import steps


def audit_checks() -> dg.AssetChecksDefinition:
    """Every expectation of the catalogue; a blocking one that does not pass keeps the build private."""
    specs = [
        dg.AssetCheckSpec(
            name=spec.expectation,
            asset=dg.AssetKey(["marts", spec.subject]),
            blocking=spec.blocking,
            description=spec.description,
            metadata={"suite": spec.suite},
        )
        for spec in catalogue()
    ]

    @dg.multi_asset_check(specs=specs, required_resource_keys={RUN}, name="audit")
    def audit(context: dg.AssetCheckExecutionContext) -> Iterator[Any]:
        yield from carry_out(steps.audit, context)

    return audit
