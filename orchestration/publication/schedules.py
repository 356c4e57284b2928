"""When a run starts by the clock."""

from typing import Any

import dagster as dg

from tieout.workspace import Workspace


def daily(workspace: Workspace, job: Any) -> dg.ScheduleDefinition:  # noqa: ANN401 - job or unresolved job
    """Every day at 06:00, or as `schedule:` in tieout.yml says, in its time zone."""
    schedule = workspace.config.schedule
    return dg.ScheduleDefinition(
        name="daily",
        job=job,
        cron_schedule=schedule.cron,
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
