"""The audit as asset checks: one per expectation, on the mart that it speaks of."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from expectations import CheckResult, Outcome, catalogue
from orchestration.graph.assets import SESSION, session_of


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

    @dg.multi_asset_check(specs=specs, required_resource_keys={SESSION}, name="audit")
    def audit(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        session = session_of(context)
        results = session.audit()
        if session.rejected:
            session.reject()
        for result in results:
            yield _told(result)

    return audit


def _told(result: CheckResult) -> dg.AssetCheckResult:
    metadata: dict[str, Any] = {"suite": result.suite, "outcome": str(result.outcome), "observed": result.observed}
    return dg.AssetCheckResult(
        asset_key=["marts", result.subject],
        check_name=result.expectation,
        passed=result.outcome is Outcome.PASSED,
        severity=dg.AssetCheckSeverity.ERROR if result.blocking else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )
