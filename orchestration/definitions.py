"""The graph of a workspace: its assets and checks, the job, and what starts it."""

from collections.abc import Iterator

import dagster as dg

from orchestration.audit.checks import audit_checks
from orchestration.build.assets import dbt_assets
from orchestration.build.project import load_project
from orchestration.driver import RUN
from orchestration.history.recording import JOB
from orchestration.history.sensors import command_line_runs
from orchestration.intake import assets as intake
from orchestration.intake.sensors import arrival_sensors
from orchestration.publication.assets import published_marts
from orchestration.publication.schedules import daily
from orchestration.run.context import RunContext
from tieout.workspace import Workspace


def definitions(workspace: Workspace) -> dg.Definitions:
    """Everything that Dagster serves of a workspace."""
    project = load_project(workspace.state / "dbt")
    marts = [spec.key for spec in project.models if spec.key.path[0] == "marts"]
    job = dg.define_asset_job(JOB, selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor)
    return dg.Definitions(
        assets=[
            intake.received_files,
            intake.ledger_lines,
            intake.build_inputs,
            dbt_assets(project),
            published_marts(marts),
        ],
        asset_checks=[audit_checks()],
        jobs=[job],
        schedules=[daily(workspace, job)],
        sensors=[*arrival_sensors(workspace, job), command_line_runs(workspace)],
        resources={RUN: _run_of(workspace)},
    )


def _run_of(workspace: Workspace) -> dg.ResourceDefinition:
    """A run that the steps share; a second one waits in `RunContext.open` until the first has ended."""

    @dg.resource
    def run(context: dg.InitResourceContext) -> Iterator[RunContext]:
        log = context.log

        def progress(step: str, text: str) -> None:
            if log is not None:
                log.info("%s: %s", step, text)

        opened = RunContext.open(workspace, progress=progress)
        try:
            yield opened
        finally:
            opened.close()

    return run
