"""What starts a run by itself: the clock, a file in an inbox, a posting in our ledger, a decision on an exception."""

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg

from ingest.delivery import deliveries
from tieout.postgres import connect
from tieout.postgres.tenancy import enter
from tieout.workspace import Workspace

LOOK_SECONDS = 5
"""How often a sensor looks: what arrives shall be matched within a minute, most of which a run needs for itself."""


def daily(workspace: Workspace, job: Any) -> dg.ScheduleDefinition:  # noqa: ANN401 - job or unresolved job
    """Every day at 06:00, or as `schedule:` in tieout.yml says, in its timezone."""
    schedule = workspace.config.schedule
    return dg.ScheduleDefinition(
        name="daily",
        job=job,
        cron_schedule=schedule.cron,
        execution_timezone=schedule.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )


def new_file(workspace: Workspace, job: Any) -> dg.SensorDefinition:  # noqa: ANN401
    """A file that came, went or changed in any inbox."""
    return _on_change(job, "new_file", lambda: _inbox_listing(workspace))


def new_posting(workspace: Workspace, job: Any) -> dg.SensorDefinition:  # noqa: ANN401
    """A journal that no run has extracted yet."""
    return _on_change(job, "new_posting", lambda: _newest_posting(workspace))


def new_decision(workspace: Workspace, job: Any) -> dg.SensorDefinition:  # noqa: ANN401
    """Something that a person did about an exception: matching obeys it in the next run."""
    return _on_change(job, "new_decision", lambda: _newest_event(workspace))


def _on_change(job: Any, name: str, look: Callable[[], str]) -> dg.SensorDefinition:  # noqa: ANN401
    """Ask for a run whenever `look` sees something else than last time."""

    @dg.sensor(name=name, job=job, minimum_interval_seconds=LOOK_SECONDS, default_status=dg.DefaultSensorStatus.RUNNING)
    def watch(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        seen = look()
        if seen == context.cursor:
            yield dg.SkipReason("nothing new")
            return
        context.update_cursor(seen)
        yield dg.RunRequest(run_key=f"{name}-{seen}")

    return watch


def _inbox_listing(workspace: Workspace) -> str:
    """Names, sizes and times of the files that a run would receive."""
    digest = hashlib.sha256()
    for source in workspace.config.sources:
        for path in deliveries(workspace, source):
            try:
                facts = path.stat()
            except OSError:
                continue  # gone between listing and look, or a link to nowhere: a run tells of it
            digest.update(os.fsencode(path) + f"\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _newest_posting(workspace: Workspace) -> str:
    with connect(workspace) as connection:
        enter(connection, workspace.config.tenant)
        row = connection.execute(
            "SELECT max(recorded_xid)::text FROM ledger.journals WHERE tenant_id = %s", (workspace.config.tenant,)
        ).fetchone()
    return row[0] if row and row[0] else "none"


def _newest_event(workspace: Workspace) -> str:
    with connect(workspace) as connection:
        row = connection.execute(
            "SELECT max(event_no)::text FROM reconcile.casework_events WHERE tenant_id = %s", (workspace.config.tenant,)
        ).fetchone()
    return row[0] if row and row[0] else "none"
