"""A run in this process, without Dagster: what `tieout run` does."""

from datetime import date
from typing import Any

import psycopg

from orchestration.history.spool import RunLog
from orchestration.run.context import Progress, RunContext
from orchestration.run.steps import STEPS
from tieout.disk import translate_disk_full
from tieout.errors import ServiceUnreachable, first_line
from tieout.workspace import Workspace
from warehouse.targets import Target


def execute(
    workspace: Workspace,
    *,
    progress: Progress,
    as_of: date | None,
    wait_seconds: float,
    target: Target = Target.duckdb,
) -> dict[str, Any]:
    """Carry out every step of a run, and write down for Dagster's history what each reported.

    Returns:
        The run's outcome, as `tieout run --json` prints it.

    Raises:
        ServiceUnreachable: PostgreSQL went away, or another run did not end within `wait_seconds`.
        KeyboardInterrupt: Ctrl-C came before the publication.
        RuntimeError: the last step left no outcome: a mistake of ours.
    """
    log = RunLog()
    run = RunContext.open(
        workspace, progress=log.listen(progress), target=target, as_of=as_of, wait_seconds=wait_seconds
    )
    try:
        with run.interrupts.explaining_errors(), translate_disk_full():
            _carry_out(run, log)
    except psycopg.OperationalError as error:
        raise ServiceUnreachable(
            f"PostgreSQL went away during the run ({first_line(error)}): nothing was published, run again"
        ) from None
    finally:
        with run.interrupts.ignored():
            run.close()
            log.write(workspace, run.run.run_id)
    if run.outcome is None:
        raise RuntimeError(f"run {run.run.run_id} ended without an outcome")
    return run.outcome


def _carry_out(run: RunContext, log: RunLog) -> None:
    """The steps in their order, up to the one that concludes the run."""
    for step in STEPS:
        with log.step(step.name):
            log.extend(step.carry_out(run))
        if run.outcome is not None:
            return
