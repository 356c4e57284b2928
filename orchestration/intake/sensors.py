"""What starts a run by itself: a file in an inbox, a posting in our ledger, a decision on an exception."""

from typing import Any

import dagster as dg

from orchestration.run.arrivals import ARRIVALS
from orchestration.run.records import last_arrivals
from tieout.postgres import connect
from tieout.workspace import Workspace

LOOK_SECONDS = 5
"""How often a sensor looks: what arrives shall be matched within a minute, most of which a run needs for itself."""
_DESCRIPTIONS = {
    "new_file": "A file that came, went or changed in any inbox.",
    "new_posting": "A journal that no run has extracted yet.",
    "new_decision": "Something that a person did about an exception.",
}
_IN_PROGRESS = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def arrival_sensors(workspace: Workspace, job: Any) -> list[dg.SensorDefinition]:  # noqa: ANN401 - job or unresolved job
    """A sensor for every kind of arrival."""
    return [arrival_sensor(workspace, job, name) for name in ARRIVALS]


def arrival_sensor(workspace: Workspace, job: Any, name: str) -> dg.SensorDefinition:  # noqa: ANN401
    """Asks for a run whenever something arrived that no run has taken, and none is about to.

    Whoever carried out the last run, the command line or Dagster, noted what had arrived by then. So several arrivals
    at once ask for one run, and what a run of the command line took starts none.
    """

    @dg.sensor(
        name=name,
        job=job,
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=_DESCRIPTIONS[name],
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        with connect(workspace) as connection:
            arrived = ARRIVALS[name](connection, workspace)
            taken = last_arrivals(connection, workspace.config.tenant).get(name)
        if arrived in {context.cursor, taken}:
            context.update_cursor(arrived)
            return dg.SkipReason("nothing new")
        if context.instance.get_runs_count(dg.RunsFilter(job_name=job.name, statuses=_IN_PROGRESS)):
            return dg.SkipReason("a run is waiting or going on, which may take what is new")
        context.update_cursor(arrived)
        return dg.RunRequest(run_key=f"{name}-{arrived}")

    return watch
