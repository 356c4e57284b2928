"""The sensor that shows runs of the command line while Dagster is up."""

import dagster as dg

from orchestration.history.recording import record_spooled_runs
from tieout.workspace import Workspace

LOOK_SECONDS = 5


def command_line_runs(workspace: Workspace) -> dg.SensorDefinition:
    """Takes into the history what `tieout run` did; it starts nothing."""

    @dg.sensor(
        name="command_line_runs",
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Shows runs of the command line in Dagster.",
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        recorded = record_spooled_runs(workspace, context.instance)
        return dg.SkipReason(f"recorded {recorded} runs of the command line" if recorded else "nothing new")

    return watch
