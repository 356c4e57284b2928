"""All of it together: `definitions(workspace)` for whoever has one, `defs` for Dagster's own servers."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from orchestration.graph import assets, checks, triggers
from orchestration.graph.project import load_project
from orchestration.run.session import Session
from tieout.workspace import Workspace

JOB = "reconcile"
WORKSPACE_VARIABLE = "TIEOUT_WORKSPACE"


def definitions(workspace: Workspace) -> dg.Definitions:
    """The graph of a workspace: its assets and checks, the job, and what starts it."""
    project = load_project(workspace.state / "dbt")
    job = dg.define_asset_job(JOB, selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor)
    return dg.Definitions(
        assets=[
            assets.received_files,
            assets.ledger_lines,
            assets.build_inputs,
            assets.dbt_assets(project),
            assets.published_marts(project),
        ],
        asset_checks=[checks.audit_checks()],
        jobs=[job],
        schedules=[triggers.daily(workspace, job)],
        sensors=[
            triggers.new_file(workspace, job),
            triggers.new_posting(workspace, job),
            triggers.new_decision(workspace, job),
        ],
        resources={assets.SESSION: _session_of(workspace)},
    )


def _session_of(workspace: Workspace) -> dg.ResourceDefinition:
    """A session for the length of a run; a second run waits in `Session.open` until the first has ended."""

    @dg.resource
    def session(context: dg.InitResourceContext) -> Iterator[Session]:
        log = context.log

        def tell(step: str, text: str) -> None:
            if log is not None:
                log.info("%s: %s", step, text)

        opened = Session.open(workspace, progress=tell)
        try:
            yield opened
        finally:
            opened.close()

    return session


def served() -> dg.Definitions:
    """What `dagster dev` loads: the workspace that `tieout dagster` named."""
    return definitions(Workspace.open(Path(os.environ.get(WORKSPACE_VARIABLE, "."))))
