"""Running the job in this process: what `tieout run` does."""

import logging
import os
from datetime import date
from typing import Any

import psycopg

from orchestration.run.session import Progress, Session
from tieout.disk import translate_disk_full
from tieout.errors import ServiceUnreachable, first_line
from tieout.workspace import Workspace
from warehouse.targets import Target

_INSTANCE_SETTINGS = """\
telemetry:
  enabled: false
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
concurrency:
  runs:
    max_concurrent_runs: 1
nux:
  enabled: false
event_log_storage:
  module: orchestration.graph.history
  class: RunHistory
compute_logs:  # the steps log through Dagster; capturing their output too would start four processes for each of them
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def prepare_dagster(workspace: Workspace) -> None:
    """Dagster's home inside the workspace: history kept, telemetry off, one run at a time."""
    home = workspace.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_INSTANCE_SETTINGS)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def execute(
    workspace: Workspace,
    *,
    progress: Progress,
    as_of: date | None,
    wait_seconds: float,
    target: Target = Target.duckdb,
) -> dict[str, Any]:
    """Run the job once, with its history in Dagster; returns the run's outcome, or raises what stopped it."""
    session = Session.open(workspace, progress=progress, target=target, as_of=as_of, wait_seconds=wait_seconds)
    try:
        with session.interrupts.explaining_errors(), translate_disk_full():
            return _run_job(workspace, session)
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(
            f"PostgreSQL went away during the run ({first_line(error)}): nothing was published, run again"
        ) from None
    finally:
        session.close()


def _run_job(workspace: Workspace, session: Session) -> dict[str, Any]:
    prepare_dagster(workspace)
    import dagster as dg  # noqa: PLC0415 - over a second

    from orchestration.graph.assets import SESSION  # noqa: PLC0415
    from orchestration.graph.definitions import JOB, definitions  # noqa: PLC0415

    logging.getLogger("dagster._core").setLevel(logging.ERROR)  # it warns of every check of a step left out
    with dg.DagsterInstance.from_config(str(workspace.dagster_home)) as instance:
        job = definitions(workspace).resolve_job_def(JOB)
        try:
            job.execute_in_process(
                instance=instance,
                resources={SESSION: session},
                tags={"tieout/run_id": session.run.run_id},
                run_config=_QUIET,
            )
        except (dg.DagsterError, dg.DagsterExecutionInterruptedError):
            if session.outcome is None:  # else a blocking check that the session told of, or Ctrl-C that came too late
                raise
    if session.outcome is None:  # a check of the graph failed that the session does not know of
        raise RuntimeError(f"run {session.run.run_id} ended without an outcome")
    return session.outcome
