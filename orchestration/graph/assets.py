"""The steps of a run as assets, each with what it counted as metadata."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.graph.project import Project
from orchestration.run.session import Session
from warehouse.build import NodeOutcome

RECEIVED = dg.AssetKey(["intake", "received_files"])
LEDGER_LINES = dg.AssetKey(["intake", "ledger_lines"])
INPUTS = dg.AssetKey(["intake", "build_inputs"])
PUBLISHED = dg.AssetKey(["published_marts"])
SESSION = "session"


def session_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> Session:
    """The run that the step is part of."""
    session: Session = context.resources.session
    return session


@dg.asset(key=RECEIVED, group_name="intake", required_resource_keys={SESSION}, kinds={"postgres", "parquet"})
def received_files(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """Files of the inboxes, read, checked against their own balances, and committed to the lake."""
    received = session_of(context).receive_files()
    by_status = Counter(file.status for file in received)
    return dg.MaterializeResult(
        metadata={
            "files": len(received),
            "rows": sum(file.rows for file in received),
            "refused rows": sum(file.refused for file in received),
            **{f"files {status}": count for status, count in by_status.items()},
        }
    )


@dg.asset(key=LEDGER_LINES, deps=[RECEIVED], group_name="intake", required_resource_keys={SESSION}, kinds={"postgres"})
def ledger_lines(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """Our own ledger's lines committed since the last run, extracted to the lake."""
    return dg.MaterializeResult(metadata={"dagster/row_count": session_of(context).extract_ledger()})


@dg.asset(
    key=INPUTS,
    deps=[RECEIVED, LEDGER_LINES],
    group_name="intake",
    required_resource_keys={SESSION},
    output_required=False,
    kinds={"duckdb"},
)
def build_inputs(context: dg.AssetExecutionContext) -> Iterator[dg.Output[None]]:
    """What the build is made of; not materialized when nothing is new, and then the published marts stand."""
    session = session_of(context)
    if session.take_inputs():
        yield dg.Output(None, metadata={"inputs": session.inputs})


def dbt_assets(project: Project) -> dg.AssetsDefinition:
    """The dbt project: one asset a model, one asset check a test."""
    specs = [
        dg.AssetSpec(
            key=dg.AssetKey(list(model.key)),
            deps=[dg.AssetKey(list(key)) for key in model.reads] or [INPUTS],
            group_name=model.key[0],
            description=model.description,
            skippable=True,
            kinds={"dbt", "duckdb"},
        )
        for model in project.models
    ]
    checks = [
        dg.AssetCheckSpec(
            name=test.name, asset=dg.AssetKey(list(test.key)), description=test.description, blocking=True
        )
        for test in project.tests
    ]

    @dg.multi_asset(specs=specs, check_specs=checks, required_resource_keys={SESSION}, name="dbt_build")
    def dbt_build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        session = session_of(context)
        built = session.build()  # in the order of completion, which is an order that Dagster accepts
        rows = session.warehouse.row_counts()
        models = {model.unique_id: model for model in project.models}
        for node in built:
            model = models.get(node.unique_id)
            if model is not None and node.status == "success":
                yield dg.MaterializeResult(
                    asset_key=list(model.key), metadata=_model_metadata(node, rows.get(model.key))
                )
        if session.rejected:
            session.reject()
        outcomes = {node.unique_id: node for node in built}
        for test in project.tests:
            outcome = outcomes.get(test.unique_id)
            yield dg.AssetCheckResult(
                asset_key=list(test.key),
                check_name=test.name,
                passed=outcome is not None and outcome.status == "pass",
                metadata={"failures": outcome.failures, "seconds": outcome.seconds} if outcome else {},
            )

    return dbt_build


def _model_metadata(outcome: NodeOutcome, rows: int | None) -> dict[str, Any]:
    metadata: dict[str, Any] = {"seconds": round(outcome.seconds, 3)}
    if rows is not None:
        metadata["dagster/row_count"] = rows
    return metadata


def published_marts(project: Project) -> dg.AssetsDefinition:
    """The last step: what passed the audit becomes what everybody reads."""
    marts = [dg.AssetKey(list(model.key)) for model in project.models if model.key[0] == "marts"]

    @dg.asset(key=PUBLISHED, deps=marts, group_name="published", required_resource_keys={SESSION}, kinds={"duckdb"})
    def publish(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        """The published version of the marts."""
        outcome = session_of(context).publish()
        return dg.MaterializeResult(
            metadata={
                "run_id": outcome["run_id"],
                "checks passed": outcome["checks"]["passed"],
                "marts": dg.MetadataValue.path(outcome["marts"]),
                "reconciliations": dg.MetadataValue.json(outcome["reconciliations"]),
            }
        )

    return publish
